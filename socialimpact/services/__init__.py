"""What the screen and the command line ask for: each service checks the right itself and ends in one transaction."""
