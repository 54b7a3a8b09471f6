"""Mail as the tests see it: a client for Mailpit's API, and a catcher of our own that answers the same."""
