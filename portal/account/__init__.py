"""The personal-account site: accounts, sign-in, and authorization codes for the other sites."""
