"""Settings, addresses and wiring: which adapter serves which port."""
