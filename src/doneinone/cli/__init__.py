"""The command line: one door for those who run a hub."""
