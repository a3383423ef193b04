"""The window: the only Qt. Pages show a Session; edits go through it."""
