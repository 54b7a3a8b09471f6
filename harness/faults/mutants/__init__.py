"""Small changes to the portal's rules, made by a tool, instead of faults that somebody thought of."""
