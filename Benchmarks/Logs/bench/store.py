"""What was measured so far, kept beside the logs, so that a run that ends early can be taken up again."""
import json
import os

from .logs import DATA
from .measure import Run

PATH = os.path.join(DATA, "measurements.json")


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
        """The runs of each program, and the users that were seen; or nothing."""
        found = self._known.get(self._key(name, rows, rounds))
        if not found:
            return None
        return {program: [Run(*run) for run in runs] for program, runs in found["runs"].items()}, found["units"]

    def keep(self, name, rows, rounds, runs, units):
        """Keeps the runs of each program and the users; the file is there whole or not at all."""
        found = {program: [[run.wall, run.cpu, run.peak] for run in runs] for program, runs in runs.items()}
        self._known[self._key(name, rows, rounds)] = {"runs": found, "units": units}
        os.makedirs(DATA, exist_ok=True)
        with open(PATH + ".part", "w", encoding="utf-8") as file:
            json.dump(self._known, file)
        os.replace(PATH + ".part", PATH)
