"""Run the command line as `python -m frontline`."""

from frontline.cli.app import main

main()
