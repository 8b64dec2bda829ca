"""Run the command line with ``python -m frontline``."""

from frontline.cli.app import main

main()
