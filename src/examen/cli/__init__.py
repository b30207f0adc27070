"""The command line: arguments in, status out; no rule of marking here."""

from examen.cli.main import run as main

__all__ = ["main"]
