"""The store: the discounts of a benefit, checkout, orders and receipts."""
