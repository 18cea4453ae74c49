"""The people we serve: who they are, how to reach them, what they need.

A person is found by any of their facts, misspelt too: names are kept as phonetic and token keys
under one index. What they contacted us about is told by the rooms above.
"""
