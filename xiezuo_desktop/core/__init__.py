"""The plan: records and rules. Standard library only."""
