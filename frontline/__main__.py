"""Run the command line as `frontline` or `python -m frontline`.

Interruptions are handled before the rest of the command is imported, which takes a while.
"""

from frontline import signals


def main() -> None:
    """Run the command."""
    signals.install()
    from frontline.cli.app import main as run  # noqa: PLC0415 - see above

    try:
        run()
    finally:
        signals.finish()


if __name__ == "__main__":
    main()
