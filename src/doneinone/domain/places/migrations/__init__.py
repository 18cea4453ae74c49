"""Migrations of places."""
