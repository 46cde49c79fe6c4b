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

from bench import answers, claims, growth, jobs, logs, measure, report
from bench.store import Store

# Ours against exact arithmetic; peers add doubles in their own order.
EXACT, ROUNDED = 1e-12, 1e-9
ROOT = os.path.dirname(os.path.dirname(logs.HERE))
EVIDENTLY = os.path.join(ROOT, "Benchmarks", "Drift", "requirements-evidently.txt")


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
def python_of(peer):
    """The Python that has a peer; nothing where it cannot be imported.

    Evidently asks for another pandas than the one that is measured, and has an environment of its own.
    """
    python = sys.executable
    if peer == "evidently":
        python = os.environ.get("EVIDENTLY_PYTHON") or subprocess.run(
            [os.path.join(ROOT, "Benchmarks", "environment"), EVIDENTLY], stdout=subprocess.PIPE, text=True,
            check=False).stdout.strip()
    found = python and subprocess.run([python, "-c", f"import {peer}"], capture_output=True, check=False)
    if not found or found.returncode:
        print(f"{peer} cannot be imported, and is left out", file=sys.stderr, flush=True)
        return None
    return python


def peers_of(job):
    """The peers of a job, without slow ones that cannot be used."""
    return job.peers + tuple(peer for peer in job.slow_peers if python_of(peer))


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
        python = python_of(peer) if peer in job.slow_peers else sys.executable
        found[peer] = ([python, script, job.question, *paths], answer)
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
        measure.run([sys.executable, script, job.question, job.logs[0].twin(options.rows)], answer)
        compared.append(("exact arithmetic", answers.of_peer(answer), EXACT))
    for name, theirs, tolerance in compared:
        different = answers.disagreements(mine, theirs, tolerance)
        if different:
            raise SystemExit("\n".join([f"{job.name}: assay and {name} differ", *different]))


def measured(job, options, store):
    """The runs of a job's programs, which all answered the same, and the users that were seen."""
    known = store.find(job.name, options.rows, options.rounds) if options.resume else None
    if known:
        return known
    paths = [log.path(options.rows) for log in job.logs]
    logs.warm(paths)
    with tempfile.TemporaryDirectory() as folder:
        wanted = commands(job, paths, options, folder)
        runs = measure.in_turns(wanted, options.rounds, once=job.slow_peers)
        check(job, options, folder)
        units = answers.units(os.path.join(folder, "assay.json")) if job.question == "units" else None
    store.keep(job.name, options.rows, options.rounds, runs, units)
    return runs, units


def rows(job, runs):
    """One job's rows of the table."""
    rivals = [name for name in runs if name != "assay" and name not in job.slow_peers]
    ratio = None
    if rivals:
        fastest = min(rivals, key=lambda name: measure.median(runs[name], "wall"))
        ratio = measure.ratio(runs["assay"], runs[fastest])
    return report.lines(job, runs, ratio)


def main():
    options = parse()
    store = Store(options.assay)
    idle = measure.idle([options.assay, "--version"])
    found, holds = {}, []
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
            found[job.name] = measured(job, options, store)
            write(rows(job, found[job.name][0]))
            took = time.monotonic() - start
            print(f"{number} of {len(chosen)} jobs in {took:.0f} s", file=sys.stderr, flush=True)
        if options.growth:
            for line in growth.lines(options.assay, options.rows, options.rounds, store, options.resume, idle):
                if isinstance(line, str):
                    write(line)
                else:
                    holds.append(line)
        write(claims.HEADER)
        for claim in [*claims.of_jobs(found, idle), *holds]:
            write(claim.line())


if __name__ == "__main__":
    main()
