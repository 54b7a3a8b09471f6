"""What a run leaves behind: results of every scenario, and the evidence of those that failed."""
