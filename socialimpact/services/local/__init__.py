"""The page about the local economy as view-models: rules side by side, sites, map, distance, years."""
