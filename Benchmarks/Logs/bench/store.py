"""What was measured so far, kept beside the logs, so that a run that ends early can be taken up again."""
import json
import os

from .logs import DATA
from .measure import Run

PATH = os.path.join(DATA, "measured.json")


class Store:
    """Runs by what was measured, under which conditions; those of another binary do not count."""

    def __init__(self, binary):
        status = os.stat(binary)
        self._binary = f"{status.st_size}-{status.st_mtime_ns}"
        self._known = {}
        if os.path.exists(PATH):
            with open(PATH, encoding="utf-8") as file:
                self._known = json.load(file)

    def _key(self, name, rows, rounds):
        return f"{name}|{rows}|{rounds}|{self._binary}"

    def find(self, name, rows, rounds):
        """The runs of each program, or nothing."""
        found = self._known.get(self._key(name, rows, rounds))
        return found and {program: [Run(*run) for run in runs] for program, runs in found.items()}

    def keep(self, name, rows, rounds, runs):
        """Keeps the runs of each program; the file is there whole or not at all."""
        self._known[self._key(name, rows, rounds)] = {
            program: [[run.wall, run.cpu, run.peak] for run in found] for program, found in runs.items()}
        os.makedirs(DATA, exist_ok=True)
        with open(PATH + ".part", "w", encoding="utf-8") as file:
            json.dump(self._known, file)
        os.replace(PATH + ".part", PATH)
