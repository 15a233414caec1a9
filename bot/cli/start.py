"""Where the command `dateline` begins: before anything is imported that an older Python could not read."""

import sys

# The Pythons on which Dateline is tried, as `requires-python` tells installers too.
OLDEST, NEWEST = (3, 11), (3, 13)


def main() -> None:
    """Run the command line.

    A Python that is not supported, and Ctrl-C, are one line each.
    """
    refused = refusal(sys.version_info[:2])
    if refused:
        sys.stderr.write(f"dateline: {refused}\n")
        sys.exit(2)
    try:
        from bot.cli.main import main as run

        run()
    except KeyboardInterrupt:  # while the command line itself is loaded: once it runs, it says more
        sys.stderr.write("dateline: stopped.\n")
        sys.exit(130)  # as `bot.cli.main` has it, which may not be there yet
    finally:
        _end_undisturbed()


def _end_undisturbed() -> None:
    """Ignore Ctrl-C from here on: nothing is open any more, and the interpreter would show where it is."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


# The types are strings, since an older Python evaluates the others, and has none of them.
def refusal(version: "tuple[int, int]") -> "str | None":
    """Why Dateline does not run on this version of Python.

    None where it does.
    """
    if OLDEST <= version <= NEWEST:
        return None
    this, oldest, newest = (".".join(map(str, one)) for one in (version, OLDEST, NEWEST))
    return f"Python {this} is not supported; install Dateline with Python {oldest} to {newest}."
