"""What the channels share: middleware, page engine, safe text."""
