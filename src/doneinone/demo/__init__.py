"""The demonstration hub Irwell: an invented city on real postcodes."""
