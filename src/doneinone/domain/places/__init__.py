"""Places: which council, area and street a postcode or a point on the map belongs to.

All of Britain's postcodes stand here in a compact table; those round the hub also one by one,
with the streets, the addresses and the areas. Nothing here is personal data, so there is no wall.
Reads are in ``queries``; ``loading`` fills the tables once, before it opens.
"""
