"""Whole processes, one after the other in turns, so that what disturbs the machine disturbs all alike."""
import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """What one process cost: seconds, seconds of processor, MiB."""

    wall: float
    cpu: float
    peak: float


def run(command, output=None):
    """Runs a command to its end; exit codes of assay up to 30 are verdicts, and no failure."""
    start = time.perf_counter()
    with open(output or os.devnull, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 10, 20, 30):
        raise SystemExit(f"{' '.join(command)} failed with {code}:\n{errors.decode()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turns(commands, rounds, once=()):
    """Runs of each command by name: an unmeasured one to warm up, then `rounds`; `once` run but once."""
    runs = {name: [] for name in commands}
    for name, (command, output) in commands.items():
        first = run(command, output)
        if name in once:
            runs[name].append(first)
    for _ in range(rounds):
        for name, (command, output) in commands.items():
            if name not in once:
                runs[name].append(run(command, output))
    return runs


@dataclass(frozen=True)
class Ratio:
    """The median of one process's times over another's, round by round, and its range."""

    median: float
    low: float
    high: float


def ratio(runs, others):
    """How many times as long as `others` the `runs` took on the wall clock."""
    pairs = [a.wall / b.wall for a, b in zip(runs, others)] or [float("nan")]
    return Ratio(statistics.median(pairs), min(pairs), max(pairs))


def median(runs, what):
    """The median of one of the costs."""
    return statistics.median(getattr(run, what) for run in runs)
