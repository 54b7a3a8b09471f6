"""The faults, in a module per group of rules; a new module here is found by itself."""
