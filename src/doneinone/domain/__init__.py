"""What the hub knows and can do: one room per subject."""
