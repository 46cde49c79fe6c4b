"""What is to hold of all that was measured, each a line that says whether it does."""
from dataclasses import dataclass

HEADER = """
## What is to hold

Memory is the peak of any run; J1 and J3 may take 32 MiB more than the idle process, J2 64 MiB and 150 bytes for
each user seen. Times of a row are without those of the idle process; median over rounds, and range.

| claim | measured | range | at most | |
|---|---:|---:|---:|---|"""
MIB = 2.0**20


@dataclass(frozen=True)
class Claim:
    """A number, and the most it may be."""

    text: str
    value: float
    most: float
    range: str = ""
    unit: str = ""

    @staticmethod
    def beyond_idle(text, runs, idle):
        """A job without tables of users stays small."""
        return Claim(f"memory beyond idle: {text}", max(run.peak for run in runs) - idle.peak, 32, unit=" MiB")

    @staticmethod
    def of_units(text, runs, units):
        """A job with tables of users takes so much for each, and no more."""
        most = 64 + 150 * units / MIB
        return Claim(
            f"memory: {text}, {units:,} users", max(run.peak for run in runs), most, unit=" MiB")

    @property
    def holds(self):
        return self.value <= self.most

    def line(self):
        digits = 0 if self.unit else 2
        cells = [self.text, f"{self.value:.{digits}f}{self.unit}", self.range,
                 f"{self.most:.{digits}f}{self.unit}", "holds" if self.holds else "**does not hold**"]
        return "| " + " | ".join(cells) + " |"


def of_jobs(measured, idle):
    """The claims on memory of the jobs that were measured, by name with their runs and users."""
    for name, (runs, units) in measured.items():
        if name.startswith("J2") and units:
            yield Claim.of_units(name, runs["assay"], units)
    for question in ("J1", "J3"):
        runs = [run for name, (found, _) in measured.items() if name.startswith(question) for run in found["assay"]]
        if runs:
            yield Claim.beyond_idle(f"{question}, any log", runs, idle)
