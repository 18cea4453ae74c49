"""The pure part of intake: checking uploads by their content."""
