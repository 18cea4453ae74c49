"""The outside world, each part beside an in-memory twin."""
