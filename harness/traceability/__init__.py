"""From rules to the scenarios that check them and what the last run said; from sentences to their uses."""
