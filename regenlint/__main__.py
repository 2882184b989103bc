"""The entry point: answers `--version` without loading anything, else hands over to the command line."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line on the process's arguments and return the exit code."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from regenlint import __version__

        print(f"regenlint {__version__}")
        return 0
    # Rules and documents live as long as the run: looking through them every 700 objects frees nothing.
    gc.set_threshold(100_000, 20, 50)
    try:
        from regenlint import cli

        return cli.run(arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
