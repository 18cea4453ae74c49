"""Pieces of work with a reference: from received to done, with their clocks, files and followers.

A case is opened under one version of a service's definition, which says its stages, who may move
it, its standards and outcomes. Every change is an event on its timeline.
"""
