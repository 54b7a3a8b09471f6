"""What the features and the rulebook say differently at two revisions."""
