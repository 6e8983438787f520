"""The `spend` table and everything said about it: measures, dimensions, filters, one query, targets, trends."""
