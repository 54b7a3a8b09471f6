"""Machinery that knows no scenario: targets, processes, mail, reports."""
