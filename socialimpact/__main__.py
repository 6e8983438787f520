"""`python -m socialimpact`: the command line."""

import os
import sys

from socialimpact.cli import main

if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answer has had enough (`… | head`): that is no failure to tell of.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
