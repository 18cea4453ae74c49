"""What we send: each message is written once for its event and delivered by a job until it is sent.

Templates are the hub's (messages/*.md), in its languages. The preview and the message are made by
the same function. A message is the outbox of its own delivery: nothing acknowledged is lost.
"""
