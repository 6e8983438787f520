"""The parts of the filter bar: period and comparison, fields, views that are kept by name."""
