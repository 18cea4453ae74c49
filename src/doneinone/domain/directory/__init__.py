"""Who works here: agencies, their teams and opening hours, who belongs to which, and API keys.

Agencies and teams are written by publishing the hub's folder. Memberships say what a person
may do and, through their agencies and clearance, what the wall lets them see.
"""
