"""What a name suggests: the register entries that may be the same body, each with a probability and its reasons."""
