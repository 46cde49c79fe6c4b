#!/usr/bin/env python3
"""Measures `assay drift` beside Evidently and NannyML on the same two files and writes RESULTS.md.

    Benchmarks/Drift/run [--rows N] [--rounds N] [--peers evidently,nannyml] [--output FILE]

Whole processes are measured, reading the CSV included, in turns: what disturbs the machine disturbs all alike.
"""
import argparse
import os
import platform
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Logs"))

from bench import measure  # noqa: E402

# What must hold: time as a share of each peer's, and the peak of memory in MiB (300 MB).
LARGEST_SHARE = {"evidently": 0.1, "nannyml": 0.5}
LARGEST_PEAK = 300e6 / 2**20
NUMBERS, TEXTS = 6, 4


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="evidently,nannyml")
    parser.add_argument("--assay", default=os.path.join(HERE, "..", "..", ".build", "release", "assay"))
    parser.add_argument("--output", default=os.path.join(HERE, "RESULTS.md"))
    return parser.parse_args()


def write(path, rows, shift, seed):
    """A log of six columns of numbers and four of texts, drifted in some of them."""
    import numpy as np
    import pandas as pd

    draws = np.random.default_rng(seed)
    columns = {}
    for index in range(NUMBERS):
        moved = shift * 0.25 * (index == 0)
        values = draws.normal(moved, 1, rows) if index % 2 == 0 else draws.lognormal(3 + moved, 1, rows)
        columns[f"num_{index}"] = np.round(values, 4)
    for index in range(TEXTS):
        kinds = 5 * 4 ** index
        shares = 1 / np.arange(1, kinds + 1)
        if shift and index == 0:
            shares[1] *= 2
        names = np.array([f"kind_{kind}" for kind in range(kinds)])
        columns[f"cat_{index}"] = draws.choice(names, rows, p=shares / shares.sum())
    frame = pd.DataFrame(columns)
    frame.loc[draws.random(rows) < 0.01, "num_1"] = np.nan
    frame.to_csv(path, index=False)


def logs(rows):
    """The two files, written once."""
    folder = os.path.join(os.path.dirname(HERE), "data")
    os.makedirs(folder, exist_ok=True)
    paths = [os.path.join(folder, f"drift-{name}-{rows}.csv") for name in ("reference", "current")]
    for shift, path in enumerate(paths):
        if not os.path.exists(path):
            write(path + ".part", rows, shift, 20_261_121 + shift)
            os.replace(path + ".part", path)
    return paths


def commands(options, paths, folder):
    """What is run, by name: assay with the page that a person reads, and each peer with its own."""
    ours = [options.assay, "drift", "--reference", paths[0], "--current", paths[1], "--quiet",
            "--json", os.path.join(folder, "assay.json"), "--html", os.path.join(folder, "assay.html")]
    found = {"assay": (ours, None)}
    for peer in [name for name in options.peers.split(",") if name]:
        python = os.environ.get(f"{peer.upper()}_PYTHON", sys.executable)
        script = os.path.join(HERE, "peers", f"{peer}_peer.py")
        found[peer] = ([python, script, *paths], os.path.join(folder, f"{peer}.json"))
    return found


def page(options, runs):
    """The results in Markdown, and whether everything holds that must."""
    holds = True
    lines = [
        "# assay drift beside Evidently and NannyML", "",
        f"The same two CSV files of {options.rows:,} rows and ten columns (six of numbers, four of 5 to 320 texts), "
        f"whole processes, reading the files included, in turns; medians of {options.rounds} rounds. "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors. "
        "Made by `Benchmarks/Drift/run`.", "",
        "| program | seconds | processor seconds | peak MiB | assay's share of its time | must be | assay's share of its memory |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    ours = runs["assay"]
    for name, theirs in runs.items():
        median = {what: measure.median(theirs, what) for what in ("wall", "cpu", "peak")}
        share, must, memory = "", "", ""
        if name != "assay":
            ratio = measure.ratio(ours, theirs)
            share = f"{ratio.median:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"
            must = f"≤ {LARGEST_SHARE[name]}"
            memory = f"{measure.median(ours, 'peak') / median['peak']:.3f}"
            holds = holds and ratio.median <= LARGEST_SHARE[name]
        else:
            must = f"≤ {LARGEST_PEAK:.0f} MiB"
            holds = holds and median["peak"] <= LARGEST_PEAK
        lines.append(f"| {name} | {median['wall']:.2f} | {median['cpu']:.2f} | {median['peak']:.0f} "
                     f"| {share} | {must} | {memory} |")
    lines += ["", "All of it holds." if holds else "**Not all of it holds.**", ""]
    return "\n".join(lines), holds


def main():
    options = parse()
    paths = logs(options.rows)
    with tempfile.TemporaryDirectory() as folder:
        runs = measure.in_turns(commands(options, paths, folder), options.rounds)
    text, holds = page(options, runs)
    print(text)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(text)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
