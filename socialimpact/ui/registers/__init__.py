"""The page of registers and exchange rates."""
