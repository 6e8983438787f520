"""`python -m socialimpact`: the command line."""

import sys

from socialimpact.cli import main

if __name__ == "__main__":
    sys.exit(main())
