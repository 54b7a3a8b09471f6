"""Store for Business: the benefit of customers with Volume Licensing, and the support of administrators."""
