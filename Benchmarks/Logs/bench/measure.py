"""Whole processes, one after the other in turns, so that what disturbs the machine disturbs all alike."""
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A small process that starts what is measured: see Sources/launch.
LAUNCH = os.path.join(HERE, ".build", "release", "launch")


@dataclass(frozen=True)
class Run:
    """What one process cost: seconds, seconds of processor, MiB."""

    wall: float
    cpu: float
    peak: float


def run(command, output=None):
    """Runs a command to its end; exit codes of assay up to 30 are verdicts, and no failure."""
    with tempfile.NamedTemporaryFile("r") as told, open(output or os.devnull, "wb") as out:
        launched = subprocess.run(
            [LAUNCH, told.name, *command], stdout=out, stderr=subprocess.PIPE, check=False)
        found = told.read().split()
    code = os.waitstatus_to_exitcode(int(found[0])) if found else launched.returncode
    if code not in (0, 10, 20, 30):
        raise SystemExit(f"{' '.join(command)} failed with {code}:\n{launched.stderr.decode()[-2000:]}")
    wall, cpu, peak = map(float, found[1:])
    return Run(wall, cpu, peak / 2**20)


def idle(command, runs=9):
    """What a process costs that does nothing: the median of each cost."""
    found = [run(command) for _ in range(runs)]
    return Run(*(median(found, what) for what in ("wall", "cpu", "peak")))


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
    return middle([a.wall / b.wall for a, b in zip(runs, others)])


def middle(ratios):
    """The median of some ratios, and their range."""
    ratios = ratios or [float("nan")]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def median(runs, what):
    """The median of one of the costs."""
    return statistics.median(getattr(run, what) for run in runs)
