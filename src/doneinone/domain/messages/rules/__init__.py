"""What messages say, and when they are tried again. Pure: no database and no clock."""
