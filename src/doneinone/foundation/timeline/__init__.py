"""The timeline: everything that happens is one event, written once and never changed.

``record`` writes an event in the transaction of the change it tells of. The events that no
reaction has read yet stand in the outbox, which a trigger fills; ``drain`` takes them in batches.
"""
