"""Which scenarios a run is told to run: by their tags, and by where they stand in the feature files."""
