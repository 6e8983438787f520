"""Where the organisation wants to be, and what it does to get there."""
