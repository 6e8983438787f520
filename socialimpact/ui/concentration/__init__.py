"""The page of concentration."""
