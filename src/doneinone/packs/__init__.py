"""Ready-made service definitions by theme. Data only."""
