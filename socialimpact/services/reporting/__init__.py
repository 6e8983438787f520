"""The impact report: made, written down, held against the store."""
