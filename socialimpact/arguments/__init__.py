"""What the command line understands: its commands and their arguments, by subject."""
