"""`python -m examen`: the command line."""

import sys

from examen.cli import main

if __name__ == "__main__":
    sys.exit(main())
