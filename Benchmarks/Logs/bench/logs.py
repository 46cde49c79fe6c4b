"""The logs that the jobs read: generated once, kept in Benchmarks/data."""
import os
import subprocess
from dataclasses import dataclass, replace

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(os.path.dirname(HERE), "data")
GENERATE = os.path.join(HERE, ".build", "release", "generate")
COMPRESSORS = {"": None, ".gz": ["gzip", "-c", "-6"], ".zst": ["zstd", "-q", "-c", "-3"]}


@dataclass(frozen=True)
class Log:
    """One file: what `generate` is told, and how the result is compressed."""

    kind: str
    options: tuple = ()
    compression: str = ""
    rows_share: float = 1.0
    users_share: float = 0.1

    def path(self, rows):
        """Where the file lies for a given size of the benchmark; it is written when it is missing."""
        rows = int(rows * self.rows_share)
        users = max(1, int(rows * self.users_share))
        suffix = "jsonl" if self.kind == "jsonl" else "csv"
        name = "-".join([self.kind, str(rows), str(users), *self.options])
        plain = os.path.join(DATA, f"{name.replace('=', '')}.{suffix}")
        path = plain + self.compression
        if not os.path.exists(path):
            os.makedirs(DATA, exist_ok=True)
            if not os.path.exists(plain):
                command = [GENERATE, self.kind, str(rows), str(users), *self.options]
                _write(command, plain)
            if COMPRESSORS[self.compression]:
                _write([*COMPRESSORS[self.compression], plain], path)
        return path

    def twin(self, rows):
        """A plain CSV with the same rows."""
        return replace(self, kind="csv", compression="").path(rows)


def _write(command, path):
    """Runs a command into a file, which is there whole or not at all."""
    with open(path + ".part", "wb") as file:
        subprocess.run(command, stdout=file, check=True)
    os.replace(path + ".part", path)


def warm(paths):
    """Brings files into the page cache."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 24):
                pass
