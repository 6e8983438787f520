"""The first page and the first minute."""
