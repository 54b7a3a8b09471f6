"""The sites of administrators: the admin center and Store for Business, in English only."""
