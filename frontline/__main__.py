"""Run the command line as `frontline` or `python -m frontline`.

Interruptions are handled before the rest of the command is imported, which takes a while.
"""

import gc

from frontline import signals


def main() -> None:
    """Run the command."""
    signals.install()
    # A command creates many small objects that live to its end, as the models of its libraries.
    # Collecting garbage as often as by default would take a tenth of the time.
    gc.set_threshold(500_000, 20, 20)
    from frontline.cli.app import main as run  # noqa: PLC0415 - see above

    try:
        run()
    finally:
        signals.finish()


if __name__ == "__main__":
    main()
