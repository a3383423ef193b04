"""The mail between offices: dispatching parts of a plan, returning them, merging what came back, settling what differs."""
