"""A DNS server for one run: each scenario says what its own names answer, and changes nobody else's."""
