"""What is measured: the logs, what assay is asked, who else answers the same question, and the bars."""
import os
from dataclasses import dataclass, field, replace

from .logs import HERE, Log

PLANS = os.path.join(HERE, "plans")
VARIANTS = {
    "": (),
    ", columns permuted": ("permuted",),
    ", fields quoted": ("quoted",),
    ", keys of 36 bytes": ("uuid",),
    ", times with zones": ("zoned",),
}


@dataclass(frozen=True)
class Job:
    """A question, and by how much assay must answer it faster than the fastest peer."""

    name: str
    # What the peers' scripts call the question: rows, units, drift, looks, shadow, labels.
    question: str
    logs: tuple
    bar: float
    # The arguments of assay, FILE0 and FILE1 standing for the logs.
    assay: tuple
    peers: tuple = ("duckdb", "polars")
    # Too slow for every round: these run once.
    slow_peers: tuple = ()
    # Commands that answer nothing but must be beaten, by name.
    others: dict = field(default_factory=dict)


def _plan(name):
    return os.path.join(PLANS, name + ".yaml")


def _gate(plan):
    return ("gate", _plan(plan), "--log", "FILE0")


# Those whose bars are to be met; the others ask whether they are met on other logs, too.
MUST = (
    "J1 CSV", "J2 CSV", "J2 CSV, every row a user of its own", "J3 CSV", "J1 JSON Lines", "J2 JSON Lines",
    "J1 gzip", "J1 zstd", "J4 fourteen looks by unit", "J5 shadow join", "J6 labels join")


def _jobs():
    for title, options in VARIANTS.items():
        csv = Log("csv", options)
        slow = ("pandas",) if not options else ()
        yield Job(f"J1 CSV{title}", "rows", (csv,), 0.30, _gate("rows"), slow_peers=slow)
        yield Job(f"J2 CSV{title}", "units", (csv,), 0.40, _gate("units"), slow_peers=slow)
        halves = tuple(Log("csv", options + (half,)) for half in ("first", "second"))
        drift = ("drift", _plan("drift"), "--reference", "FILE0", "--current", "FILE1")
        slow = ("evidently",) if not options else ()
        yield Job(f"J3 CSV{title}", "drift", halves, 0.25, drift, slow_peers=slow)
    many = Log("csv", rows_share=0.5, users_share=100)
    yield Job("J2 CSV, every row a user of its own", "units", (many,), 0.80, _gate("units"))
    lines = Log("jsonl")
    yield Job("J1 JSON Lines", "rows", (lines,), 0.40, _gate("rows"))
    yield Job("J2 JSON Lines", "units", (lines,), 0.50, _gate("units"))
    gzip, zstd = Log("csv", compression=".gz"), Log("csv", compression=".zst")
    yield Job(
        "J1 gzip", "rows", (gzip,), 1.05, _gate("rows"), peers=(),
        others={"gzip -dc": ("gzip", "-dc", "FILE0")})
    yield Job("J1 zstd", "rows", (zstd,), 0.60, _gate("rows"), peers=("duckdb",))
    replay = ("replay", _plan("units"), "--log", "FILE0")
    yield Job("J4 fourteen looks by unit", "looks", (Log("csv"),), 0.50, replay)
    half = Log("csv", rows_share=0.5)
    shadow = _gate("shadow") + ("--shadow", "FILE1")
    yield Job(
        "J5 shadow join", "shadow", (half, Log("shadow", rows_share=0.5)), 0.50, shadow)
    join = _gate("labels") + ("--labels", "FILE1")
    yield Job("J6 labels join", "labels", (Log("csv"), Log("labels")), 0.50, join)


JOBS = tuple(_jobs())


def selected(names):
    """The jobs whose name begins with one of these words, those of `MUST` for "must", or all."""
    if names == ["must"]:
        return [replace(job, slow_peers=()) for job in JOBS if job.name in MUST]
    return [job for job in JOBS if not names or any(job.name.startswith(name) for name in names)]
