"""Streets and roads: services every council runs."""
