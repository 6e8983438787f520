"""Suppliers and their tags: what is known, by what evidence, decided by whom."""
