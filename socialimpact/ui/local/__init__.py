"""The parts of the page about the local economy."""
