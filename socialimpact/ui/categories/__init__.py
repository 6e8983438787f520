"""The page of categories."""
