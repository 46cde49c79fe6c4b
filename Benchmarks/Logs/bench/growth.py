"""How the time of a row depends on the number of rows, users, columns and variants.

Each series changes one thing. All sizes are shares of the benchmark's rows: at ten million the series reach from
100,000 rows to fifty million, and from ten thousand users to five million.
"""
import os
import tempfile
from dataclasses import dataclass

from . import answers, logs, measure
from .claims import Claim
from .jobs import PLANS

# The usual log, as shares of the benchmark's rows.
ROWS, USERS = 0.1, 0.01


@dataclass(frozen=True)
class Case:
    """A log, and what is asked of it; rows and users are shares of the benchmark's rows."""

    plan: str = "rows"
    rows: float = ROWS
    users: float = USERS
    columns: int = 14
    variants: int = 2

    def sizes(self, size):
        """The rows and users in a benchmark of so many rows."""
        return max(1, round(self.rows * size)), max(1, round(self.users * size))

    def options(self):
        """What the generator is told."""
        found = [f"variants={self.variants}"] if self.variants != 2 else []
        if self.columns < 14:
            found.append(f"only={self.columns}")
        elif self.columns > 14:
            found.append(f"columns={self.columns - 14}")
        return tuple(found)


SERIES = {
    "rows": [Case(rows=share) for share in (0.01, 0.1, 0.2, 1, 5)],
    "drift": [Case("drift", rows=share) for share in (0.1, 1)],
    "users": [Case("units", 0.5, users) for users in (0.001, 0.01, 0.1, 0.5)],
    "columns": [Case("narrow", columns=4)] + [Case(columns=count) for count in (6, 14, 50, 100, 200)],
    "variants": [Case(rows=1, variants=count) for count in (2, 4, 8, 12)],
    "variants by unit": [Case("units", 1, variants=count) for count in (2, 4, 8, 12)],
}
JOBS = {"rows": "J1", "narrow": "J1, no score", "units": "J2", "drift": "J3"}
HEADER = """
## How the time of a row grows

Each series changes one thing. The processes of a series take turns. A log of four columns has neither score nor
label.

| series | job | rows | users | columns | variants | wall s | ns a row | processor ns a row | peak MiB |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"""


def _plan(case, folder):
    """The path of a plan for a case's variants."""
    path = os.path.join(PLANS, case.plan + ".yaml")
    if case.variants == 2:
        return path
    treatments = ["treatment"] + [f"treatment-{k}" for k in range(2, case.variants)]
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("[treatment]", f"[{', '.join(treatments)}]")
    path = os.path.join(folder, f"{case.plan}-{case.variants}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _command(case, size, assay, folder, answer):
    """What is run."""
    rows, users = case.sizes(size)
    if case.plan == "drift":
        paths = [logs.Log("csv", (half,), users_share=users / rows).path(rows) for half in ("first", "second")]
        words = [assay, "drift", _plan(case, folder), "--reference", paths[0], "--current", paths[1]]
    else:
        paths = [logs.Log("csv", case.options(), users_share=users / rows).path(rows)]
        words = [assay, "gate", _plan(case, folder), "--log", *paths]
    logs.warm(paths)
    return [*words, "--quiet", "--json", answer]


def _measured(series, size, assay, rounds, store, resumes):
    """By case its runs, and the users that were seen."""
    cases = SERIES[series]
    key = f"growth {series} {cases}"
    known = store.find(key, size, rounds) if resumes else None
    if not known:
        with tempfile.TemporaryDirectory() as folder:
            found = [os.path.join(folder, f"{i}.json") for i in range(len(cases))]
            wanted = {str(i): (_command(case, size, assay, folder, found[i]), None)
                      for i, case in enumerate(cases)}
            known = measure.in_turns(wanted, rounds), {
                str(i): answers.units(path) for i, path in enumerate(found) if cases[i].plan == "units"}
        store.keep(key, size, rounds, *known)
    runs, units = known
    return {case: (runs[str(i)], units.get(str(i))) for i, case in enumerate(cases)}


def _line(series, case, size, runs):
    rows, users = case.sizes(size)
    wall, cpu = measure.median(runs, "wall"), measure.median(runs, "cpu")
    cells = [
        series, JOBS[case.plan], f"{rows:,}", f"{users:,}", str(case.columns), str(case.variants),
        f"{wall:.3f}", f"{wall / rows * 1e9:.0f}", f"{cpu / rows * 1e9:.0f}", f"{max(run.peak for run in runs):.0f}"]
    return "| " + " | ".join(cells) + " |"


def _growth(found, size, case, other, idle):
    """How many times as long a row of one case takes as one of the other, without the start of a process."""
    (rows, _), (base, _) = case.sizes(size), other.sizes(size)
    pairs = zip(found[case][0], found[other][0])
    return measure.middle([(a.wall - idle) / rows / ((b.wall - idle) / base) for a, b in pairs])


def lines(assay, size, rounds, store, resumes, idle):
    """The lines of the table for a benchmark of so many rows as they are measured, then claims."""
    yield HEADER
    found = {}
    for series, cases in SERIES.items():
        here = _measured(series, size, assay, rounds, store, resumes)
        found.update(here)
        for case in cases:
            yield _line(series, case, size, here[case][0])
    yield from _claims(found, size, idle)


def _claims(found, size, idle):
    """What is to hold of the table."""
    rows, users = SERIES["rows"], SERIES["users"]

    def claim(text, most, case, other):
        value = _growth(found, size, case, other, idle.wall)
        return Claim(f"time of a row: {text}", value.median, most, f"{value.low:.2f}–{value.high:.2f}")

    def count(case, position):
        return f"{case.sizes(size)[position]:,}"

    yield claim(f"{count(rows[3], 0)} rows beside {count(rows[2], 0)}", 1.10, rows[3], rows[2])
    yield claim(f"{count(users[2], 1)} users beside {count(users[0], 1)}", 3, users[2], users[0])
    for series in ("variants", "variants by unit"):
        few, many = SERIES[series][0], SERIES[series][-1]
        yield claim(f"{many.variants} variants beside {few.variants}, {JOBS[few.plan]}", 1.15, many, few)
    for case, (runs, units) in found.items():
        if case.plan == "units":
            yield Claim.of_units(f"J2, {count(case, 0)} rows", runs, units)
    for series in ("rows", "drift"):
        runs = [run for case in SERIES[series] for run in found[case][0]]
        most = SERIES[series][-1]
        yield Claim.beyond_idle(f"{JOBS[most.plan]} up to {count(most, 0)} rows", runs, idle)
