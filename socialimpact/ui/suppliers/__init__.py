"""The table of suppliers, and one supplier with everything that is known of it."""
