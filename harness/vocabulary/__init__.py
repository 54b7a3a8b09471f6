"""The sentences of the feature files, the definitions that say what they mean, and whether both agree."""
