"""What past runs said of each scenario, and what stands out in it."""
