"""The control API: arranges what a test needs and reads what happened; off without its secret."""
