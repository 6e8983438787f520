"""What the command line runs: one function a command, grouped as the rooms are."""
