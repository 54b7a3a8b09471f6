"""What the features notice of a portal that is broken on purpose, in one run of them for each way."""
