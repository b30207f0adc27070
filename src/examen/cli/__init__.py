"""The command line: arguments in, status out; no rule of marking here."""


def main() -> int:
    """Run the command line."""
    return 0
