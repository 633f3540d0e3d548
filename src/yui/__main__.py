"""`python -m yui` runs the same program as `yui`."""

import sys

from yui.config.cli import main

sys.exit(main())
