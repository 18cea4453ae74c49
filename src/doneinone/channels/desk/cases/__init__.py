"""The page of a case, and what is done from it."""
