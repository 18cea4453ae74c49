"""How we are doing: the figures of a supervisor's agencies."""
