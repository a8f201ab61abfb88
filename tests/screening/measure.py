"""Measure the screen on labelled sets that are kept outside the house: `python -m tests.screening.measure FOLDER`.

Prints counts and rates, never a text. The sets hold posts of real people; they are for measuring, nothing else.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from hearth.screening.engine import RISKS, read

OWN = {"suicide", "self_harm", "concern_for_other"}
RANK = {risk: rank for rank, risk in enumerate(RISKS)}


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def flagged(found: list[tuple[dict, str]], risk: str, which) -> tuple[int, int]:
    chosen = [level for row, level in found if which(row)]
    return sum(RANK[level] >= RANK[risk] for level in chosen), len(chosen)


def say(name: str, part: tuple[int, int]) -> None:
    hits, of = part
    tell(f"  {name:<44} {hits:>5} of {of:<5} {hits / of if of else 0:.3f}")


def main(folder: Path) -> None:
    timings = []
    read_sets = {}
    for path in sorted(folder.glob("*_dev.jsonl")):
        found = []
        for row in rows(path):
            since = time.perf_counter()
            level = read(row["text"]).risk
            timings.append(time.perf_counter() - since)
            found.append((row, level))
        read_sets[path.name.removesuffix("_dev.jsonl")] = found

    for name, found in read_sets.items():
        tell(f"{name} {dict(Counter(level for _row, level in found))}")
        if name == "cssrs_posts":
            for risk in ("low", "moderate", "high"):
                say(f"severity 2 and more, at {risk}", flagged(found, risk, lambda row: row["severity"] >= 2))
                say(f"severity 5 and more, at {risk}", flagged(found, risk, lambda row: row["severity"] >= 5))
                say(f"severity 0, at {risk}", flagged(found, risk, lambda row: row["severity"] == 0))
                hits, _all = flagged(found, risk, lambda row: row["severity"] >= 2)
                every, _rows = flagged(found, risk, lambda row: True)
                say(f"precision for severity 2 and more, at {risk}", (hits, every))
        elif name == "chat_load":
            for source in sorted({row["source"] for row, _level in found}):
                for risk in ("low", "moderate", "high"):
                    say(f"{source}, at {risk}", flagged(found, risk, lambda row, s=source: row["source"] == s))
        elif name == "gaur_posts":
            for kind in sorted({row["cssrs_class"] for row, _level in found}):
                say(f"{kind}, at moderate", flagged(found, "moderate", lambda row, k=kind: row["cssrs_class"] == k))
        elif name == "riskcheck":
            inside = sum(
                RANK[row["level_min"]] <= RANK[level] <= RANK[row["level_max"]]
                for row, level in found
                if row["level_min"] and row["level_max"]
            )
            say("level inside the range given", (inside, len(found)))
            by_kind = defaultdict(list)
            for row, level in found:
                by_kind[row["label"], row["functionality"]].append((row, level))
            for label in (1, 0):
                say(f"label {label}, at moderate", flagged(found, "moderate", lambda row, x=label: row["label"] == x))
            say(
                "label 1 of one’s own risk, at moderate",
                flagged(found, "moderate", lambda row: row["label"] == 1 and row["category"] in OWN),
            )
            for (label, kind), some in sorted(by_kind.items(), reverse=True):
                say(f"{label} {kind}", flagged(some, "moderate", lambda row: True))
    timings.sort()
    tell(
        f"time in ms: median {timings[len(timings) // 2] * 1e3:.3f}, 95 of 100 {timings[len(timings) * 95 // 100] * 1e3:.3f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
