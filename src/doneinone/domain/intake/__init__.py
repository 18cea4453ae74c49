"""How a question becomes a case: half-finished forms, their answers and files, and handing them in.

Every channel comes through here, so the same definition asks, checks and decides for the web form,
the adviser's call and the API. A form handed in twice opens one case.
"""
