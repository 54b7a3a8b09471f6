"""Whether all that tells of a run tells the same."""
