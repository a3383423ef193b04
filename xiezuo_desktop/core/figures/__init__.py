"""The year's figures: who reports what and when, roll-up over units and groups, locks, completeness, what looks odd."""
