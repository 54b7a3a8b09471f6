"""Decisions of the program as plain functions and constants: no HTTP and no database in here."""
