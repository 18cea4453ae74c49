"""Every change in this room, one file per verb."""
