"""How the time of a row depends on the number of rows, users, columns and variants.

Each series changes one thing. All sizes are shares of the benchmark's rows: at ten million the series reach from
100,000 rows to fifty million, and up to five million users.
"""
import os
import re
import tempfile

from . import logs, measure
from .jobs import PLANS

# The usual log, as shares of the benchmark's rows.
ROWS, USERS = 0.1, 0.01
# By series the question, the shares of rows and users, and what the generator is told.
SERIES = {
    "rows": [("rows", share, USERS, ()) for share in (0.01, 0.1, 0.2, 1, 5)],
    "users": [("units", 0.5, users, ()) for users in (0.001, 0.01, 0.1, 0.5)],
    "columns": [("rows", ROWS, USERS, options) for options in (
        ("only=6",), (), ("columns=36",), ("columns=86",), ("columns=186",))],
    "variants": [(question, ROWS, USERS, (f"variants={k}",)) for question in ("rows", "units")
                 for k in (2, 4, 8, 12)],
}
JOBS = {"rows": "J1", "units": "J2"}
HEADER = """
## How the time of a row grows

Each series changes one thing; the others are {rows:,} rows, {users:,} users, 14 columns and two variants.

| series | job | rows | users | columns | variants | wall s | ns a row | processor ns a row | peak MiB |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"""


def _number(name, options, otherwise):
    found = re.search(rf"{name}=(-?\d+)", " ".join(options))
    return int(found.group(1)) if found else otherwise


def _plan(name, variants, folder):
    """The path of a plan for so many variants."""
    path = os.path.join(PLANS, name + ".yaml")
    if variants == 2:
        return path
    treatments = ["treatment"] + [f"treatment-{k}" for k in range(2, variants)]
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("[treatment]", f"[{', '.join(treatments)}]")
    path = os.path.join(folder, f"{name}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _sizes(case, size):
    """The rows and users of a case in a benchmark of so many rows."""
    return max(1, round(case[1] * size)), max(1, round(case[2] * size))


def _runs(case, size, assay, rounds, store, resumes):
    question, _, _, options = case
    rows, users = _sizes(case, size)
    name = f"growth {question} {users} {' '.join(options)}"
    known = store.find(name, rows, rounds) if resumes else None
    if known:
        return known["assay"]
    path = logs.Log("csv", options, users_share=users / rows).path(rows)
    logs.warm([path])
    with tempfile.TemporaryDirectory() as folder:
        plan = _plan(question, _number("variants", options, 2), folder)
        command = [assay, "gate", plan, "--log", path, "--quiet"]
        runs = measure.in_turns({"assay": (command, None)}, rounds)
    store.keep(name, rows, rounds, runs)
    return runs["assay"]


def lines(assay, size, rounds, store, resumes):
    """The lines of the table for a benchmark of so many rows, one after the other as they are measured."""
    usual = ("rows", ROWS, USERS, ())
    yield HEADER.format(rows=_sizes(usual, size)[0], users=_sizes(usual, size)[1])
    for series, cases in SERIES.items():
        for case in cases:
            question, _, _, options = case
            rows, users = _sizes(case, size)
            runs = _runs(case, size, assay, rounds, store, resumes)
            wall, cpu = measure.median(runs, "wall"), measure.median(runs, "cpu")
            cells = [
                series, JOBS[question], f"{rows:,}", f"{users:,}",
                str(_number("only", options, 14) + _number("columns", options, 0)), str(_number("variants", options, 2)),
                f"{wall:.3f}", f"{wall / rows * 1e9:.0f}", f"{cpu / rows * 1e9:.0f}",
                f"{max(run.peak for run in runs):.0f}"]
            yield "| " + " | ".join(cells) + " |"
