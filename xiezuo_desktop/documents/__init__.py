"""Papers, knowing nothing of plans: read, laid out, written."""
