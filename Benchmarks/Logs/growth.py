#!/usr/bin/env python3
"""How the time of a row depends on the number of rows, users, columns and variants.

    Benchmarks/Logs/growth.py [--rows N] [--rounds N] [--assay FILE] [--output FILE]

Each series changes one thing; the others are a million rows, 100,000 users, 14 columns and two variants.
"""
import argparse
import os
import re
import tempfile

from bench import logs, measure
from bench.jobs import PLANS

ROOT = os.path.dirname(os.path.dirname(logs.HERE))
ROWS, USERS = 1_000_000, 100_000
SERIES = {
    "rows": [("J1", "rows", rows, USERS / ROWS, ()) for rows in (
        100_000, 1_000_000, 2_000_000, 10_000_000, 50_000_000)],
    "users": [("J2", "units", 5_000_000, users / 5e6, ()) for users in (
        10_000, 100_000, 1_000_000, 5_000_000)],
    "columns": [("J1", "rows", ROWS, USERS / ROWS, (f"columns={more}",) if more else ()) for more in (
        0, 36, 86, 186)],
    "variants": [("J1", "rows", ROWS, USERS / ROWS, (f"variants={k}",)) for k in (2, 4, 8, 12)],
}


def plan(name, options, folder):
    """The path of a plan, with the treatments that `variants=` asks for."""
    path = os.path.join(PLANS, name + ".yaml")
    asked = re.search(r"variants=(\d+)", " ".join(options))
    if not asked:
        return path
    treatments = ["treatment"] + [f"treatment-{k}" for k in range(2, int(asked.group(1)))]
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("[treatment]", f"[{', '.join(treatments)}]")
    path = os.path.join(folder, f"{name}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000_000, help="leave out longer logs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--assay", default=os.path.join(ROOT, ".build", "release", "assay"))
    parser.add_argument("--output", default=os.path.join(ROOT, "Benchmarks", "GROWTH.md"))
    options = parser.parse_args()
    lines = ["# Logs: how the time of a row grows", "", "Made by `Benchmarks/Logs/growth.py`.", ""]
    lines += ["| series | job | rows | users | options | wall s | ns a row | processor ns a row | peak MiB |",
              "|---|---|---:|---:|---|---:|---:|---:|---:|"]
    for series, cases in SERIES.items():
        for job, name, rows, share, settings in cases:
            if rows > options.rows:
                continue
            path = logs.Log("csv", settings, users_share=share).path(rows)
            logs.warm([path])
            with tempfile.TemporaryDirectory() as folder:
                command = [options.assay, "gate", plan(name, settings, folder), "--log", path, "--quiet"]
                runs = measure.in_turns({"assay": (command, None)}, options.rounds)["assay"]
            wall, cpu = measure.median(runs, "wall"), measure.median(runs, "cpu")
            lines.append(
                f"| {series} | {job} | {rows:,} | {round(rows * share):,} | {' '.join(settings)} | {wall:.3f} "
                f"| {wall / rows * 1e9:.0f} | {cpu / rows * 1e9:.0f} | {max(r.peak for r in runs):.0f} |")
            print(lines[-1], flush=True)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
