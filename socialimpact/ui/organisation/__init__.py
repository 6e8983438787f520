"""The page of settings that hold for every figure."""
