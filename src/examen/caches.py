"""The user's cache: files that can be made again, and may be deleted at any time."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

# By system: the variable that names the folder of caches, and where it usually is at home.
_CACHES = {
    "darwin": ("XDG_CACHE_HOME", "Library/Caches"),
    "linux": ("XDG_CACHE_HOME", ".cache"),
    "win32": ("LOCALAPPDATA", "AppData/Local"),
}


def cache_folder() -> Path:
    """The folder for what can be made again: EXAMEN_CACHE, or `examen` in the user's cache."""
    given = os.environ.get("EXAMEN_CACHE")
    if given:
        return Path(given)
    variable, usual = _CACHES.get(sys.platform, _CACHES["linux"])
    base = os.environ.get(variable)
    try:
        return (Path(base) if base else Path.home() / usual) / "examen"
    except RuntimeError:  # a user without a home
        return Path(os.devnull) / "examen"


def keep(path: Path, content: bytes) -> None:
    """Put a whole file in its place, if that can be done: other processes may do so too."""
    fresh = path.with_name(f"{path.name}-{os.urandom(8).hex()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_bytes(content)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
