"""Conversations: one contact by any channel, with each matter that was dealt with in it.

A contact may have several matters, each with its own outcome: answered, case opened, chased,
handed over. A report made on the web or by the API is a contact too, so that figures are whole.
"""
