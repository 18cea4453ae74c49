"""Managing staff, keys and what is published. Opens no case."""
