"""The page about what changed and why."""
