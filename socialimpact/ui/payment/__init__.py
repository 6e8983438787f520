"""The page of payment times."""
