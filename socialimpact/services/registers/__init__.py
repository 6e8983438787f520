"""Registers: reading a list, what it would change, adding it, taking it back."""
