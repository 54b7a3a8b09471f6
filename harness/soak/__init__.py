"""The same features over and over, in shuffled orders and with other data: what ever differed is told."""
