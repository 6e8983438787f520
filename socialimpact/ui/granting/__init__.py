"""Who may see what, and who may take it away."""
