"""Whether what is done costs in proportion to its length, by ratios of work and no clock."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_SLACK = 4.0
_LEAST = 0.02  # seconds, below which the clock tells nothing
_ATTEMPTS = 3  # what a busy machine adds to one of them, it does not add to all


def in_proportion(run: Callable[[int], object], short: int, long: int) -> bool:
    """Whether a long run costs at most four times what as much costs in short ones.

    Args:
        run: does something of a length.
        short: a length.
        long: a greater one.
    """
    run(max(short // 100, 1))  # what is worked out once is there from now on
    most = _SLACK * long / short
    return any(
        _cost(run, long) < most * max(_cost(run, short), _LEAST) for _attempt in range(_ATTEMPTS)
    )


def _cost(run: Callable[[int], object], length: int) -> float:
    """Seconds of work of this process."""
    gc.disable()  # what other tests left in memory is not this one's cost
    try:
        start = time.process_time()
        run(length)
        return time.process_time() - start
    finally:
        gc.enable()
