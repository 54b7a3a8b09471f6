"""What a visitor prefers: market and language, chosen once for all sites that are for everybody."""
