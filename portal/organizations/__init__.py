"""Customer organizations: their email domains and what they have bought."""
