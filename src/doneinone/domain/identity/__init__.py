"""Who signs in: the accounts of staff.

What they may do stands in the directory (memberships), what they may see in the wall.
Sign-in itself, second factors and sessions are allauth's. The public needs no account.
"""
