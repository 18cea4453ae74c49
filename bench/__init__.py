"""How much the hub takes: `make bench`, or `python -m bench --help`."""
