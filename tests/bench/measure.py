"""How things are measured: CPU of this thread in short bursts, interleaved, the best and the middle of many.

Wall time on a shared machine says more about the neighbours than about the page; CPU time of the best burst is the
page. Percentiles come from real requests over loopback and say so.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

BURST = 0.03
BURSTS = 24


@dataclass
class Cost:
    """CPU milliseconds of one request."""

    best: float
    middle: float


def cpu_ms(once: Callable[[], object], *, bursts: int = BURSTS, before: Callable[[], object] | None = None) -> Cost:
    """Measure `once`; `before` runs ahead of every single call and is not counted (it empties caches)."""
    once()
    figures = []
    for _burst in range(bursts):
        count, spent, began = 0, 0.0, time.perf_counter()
        while count < 1 or time.perf_counter() - began < BURST:
            if before:
                before()
            start = time.thread_time()
            once()
            spent += time.thread_time() - start
            count += 1
        figures.append(1000 * spent / count)
    return Cost(best=min(figures), middle=statistics.median(figures))


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
