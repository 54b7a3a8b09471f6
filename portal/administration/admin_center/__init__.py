"""The admin center: licenses of every customer, and the benefit of those without Volume Licensing."""
