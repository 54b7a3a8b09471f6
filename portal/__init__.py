"""A reference Home Use Program portal: program site, personal accounts and store, in one process."""

__version__ = "0.1.0"
