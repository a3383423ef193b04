"""Start script: `main.py` or `main.py FILE` opens the window, `main.py COMMAND …` runs a command."""

import sys

from xiezuo_desktop.app import main

sys.exit(main())
