"""The chapter on social and local procurement, section by section."""
