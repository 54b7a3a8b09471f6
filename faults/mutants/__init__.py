"""Small changes to the portal's rules, made by a tool (cosmic-ray) in place of somebody who tires.

Each is made in memory, from the sources as they are; nothing in the working tree is ever changed.
"""
