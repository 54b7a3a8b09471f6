"""A mail catcher in pure Python: takes mail by SMTP and answers the part of Mailpit's API that tests use."""
