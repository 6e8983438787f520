"""The page of initiatives."""
