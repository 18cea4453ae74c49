"""How people and systems reach the hub."""
