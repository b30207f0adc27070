"""How often a process looks for garbage."""

from __future__ import annotations

import gc

# Rubrics are many small objects that stay: to look through them after every 700 new ones, as Python
# does unless told, takes a fifth of the time of grading.
_COLLECT_AFTER = 20_000


def collect_rarely() -> None:
    """Look for garbage after as many new objects as a few copies make."""
    gc.set_threshold(_COLLECT_AFTER)
