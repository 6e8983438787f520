"""The page of the impact report."""
