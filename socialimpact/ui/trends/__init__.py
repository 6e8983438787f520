"""The page about how a measure moves."""
