"""No secrets in what a run leaves behind: registered, masked where they are written, and looked for."""
