"""What the figures say: opened, closed, in time and done in one, by day, team and service.

Figures are kept as rows that a reaction adds to, so that a page never scans the cases. A row is
as visible as what it counts: restricted cases are counted only for those cleared to know of them.
"""
