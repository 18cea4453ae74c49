"""The rules of places: pure functions over text, numbers and shapes."""
