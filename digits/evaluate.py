"""Score the network on files of drawings: `python -m digits.evaluate --help`."""

import sys

from digits.scoring.evaluate import main

if __name__ == "__main__":
    sys.exit(main())
