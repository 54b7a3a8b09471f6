"""Weather: what stands between people, portal and mail in life, made on purpose to see what survives it."""
