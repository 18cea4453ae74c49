"""Done in One: one front door for a place."""
