"""What people can ask for: the definitions of services, published as versions that never change.

One definition serves every channel: the web form, the adviser's script, the API. ``rules`` is the
pure part: the schema, the checker and the one evaluator. A case keeps the version it began under.
"""
