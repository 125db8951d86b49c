"""`python -m courtesy` is the command line."""

import sys

from courtesy.cli import main

sys.exit(main())
