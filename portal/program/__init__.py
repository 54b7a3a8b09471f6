"""The program site: products, confirmation links, and the benefit they lead to."""
