#!/usr/bin/env python3
"""Measures assay's command line beside its peers and writes Benchmarks/RESULTS.md.

    Benchmarks/Logs/run [--rows N] [--rounds N] [--jobs J1,J3|must] [--growth] [--resume] [--output FILE]
"""
import argparse
import functools
import os
import subprocess
import sys
import tempfile
import time

from bench import answers, growth, jobs, logs, measure, report
from bench.store import Store

# Ours against exact arithmetic; peers add doubles in their own order.
EXACT, ROUNDED = 1e-12, 1e-9
ROOT = os.path.dirname(os.path.dirname(logs.HERE))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", default="", help="the beginnings of names, with commas between, or must")
    parser.add_argument("--growth", action="store_true", help="also how the time of a row grows")
    parser.add_argument(
        "--resume", action="store_true", help="take over what this binary was measured at before")
    parser.add_argument("--assay", default=os.path.join(ROOT, ".build", "release", "assay"))
    parser.add_argument("--output", default=os.path.join(ROOT, "Benchmarks", "RESULTS.md"))
    return parser.parse_args()


@functools.cache
def can_be_imported(package):
    """Whether a package is there and agrees with the others that are."""
    found = subprocess.run([sys.executable, "-c", f"import {package}"], capture_output=True, check=False)
    if found.returncode:
        print(f"{package} cannot be imported, and is left out", file=sys.stderr, flush=True)
    return found.returncode == 0


def peers_of(job):
    """The peers of a job, without slow ones that cannot be used."""
    return job.peers + tuple(peer for peer in job.slow_peers if can_be_imported(peer))


def commands(job, paths, options, folder):
    """What is run, by name, and where its answer goes; slow peers only where they are installed."""
    found = {}
    files = {f"FILE{i}": path for i, path in enumerate(paths)}
    answer = os.path.join(folder, "assay.json")
    words = [files.get(word, word) for word in job.assay]
    found["assay"] = ([options.assay, *words, "--quiet", "--json", answer], None)
    for peer in peers_of(job):
        script = os.path.join(logs.HERE, "peers", f"{peer}_peer.py")
        answer = os.path.join(folder, f"{peer}.json")
        found[peer] = ([sys.executable, script, job.question, *paths], answer)
    for name, words in job.others.items():
        found[name] = ([files.get(word, word) for word in words], None)
    return found


def check(job, options, folder):
    """Stops the benchmark when the programs did not answer the same."""
    mine = answers.of_assay(os.path.join(folder, "assay.json"))
    compared = [(peer, answers.of_peer(os.path.join(folder, f"{peer}.json")), ROUNDED)
                for peer in peers_of(job) if peer != "evidently"]
    if job.question in ("rows", "units"):
        script, answer = os.path.join(logs.HERE, "bench", "exact.py"), os.path.join(folder, "exact.json")
        # In a process of its own: a child's peak of memory is at least its parent's.
        measure.run([sys.executable, script, job.question, job.logs[0].twin(options.rows)], answer)
        compared.append(("exact arithmetic", answers.of_peer(answer), EXACT))
    for name, theirs, tolerance in compared:
        different = answers.disagreements(mine, theirs, tolerance)
        if different:
            raise SystemExit("\n".join([f"{job.name}: assay and {name} differ", *different]))


def measured(job, options, store):
    """The runs of a job's programs, which all answered the same."""
    known = store.find(job.name, options.rows, options.rounds) if options.resume else None
    if known:
        return known
    paths = [log.path(options.rows) for log in job.logs]
    logs.warm(paths)
    with tempfile.TemporaryDirectory() as folder:
        wanted = commands(job, paths, options, folder)
        runs = measure.in_turns(wanted, options.rounds, once=job.slow_peers)
        check(job, options, folder)
    store.keep(job.name, options.rows, options.rounds, runs)
    return runs


def run(job, options, store):
    """One job's rows of the table."""
    runs = measured(job, options, store)
    rivals = [name for name in runs if name != "assay" and name not in job.slow_peers]
    ratio = None
    if rivals:
        fastest = min(rivals, key=lambda name: measure.median(runs[name], "wall"))
        ratio = measure.ratio(runs["assay"], runs[fastest])
    return report.lines(job, runs, ratio)


def main():
    options = parse()
    store = Store(options.assay)
    idle = measure.run([options.assay, "--version"])
    about = (f"{report.machine()} `assay --version`, the idle process: {idle.wall * 1000:.0f} ms, "
             f"{idle.peak:.0f} MiB.")
    with open(options.output, "w", encoding="utf-8") as file:

        def write(text):
            print(text, flush=True)
            print(text, file=file, flush=True)

        write(report.header(options.rows, options.rounds, about))
        chosen = jobs.selected([name for name in options.jobs.split(",") if name])
        start = time.monotonic()
        for number, job in enumerate(chosen, 1):
            write(run(job, options, store))
            took = time.monotonic() - start
            print(f"{number} of {len(chosen)} jobs in {took:.0f} s", file=sys.stderr, flush=True)
        if options.growth:
            for line in growth.lines(options.assay, options.rows, options.rounds, store, options.resume):
                write(line)


if __name__ == "__main__":
    main()
