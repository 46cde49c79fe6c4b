"""The results as Markdown."""
import os
import platform
import subprocess
from importlib import metadata

from .measure import median

TITLE = "# Logs: assay beside the fastest engines on the same machine"
INTRODUCTION = """
Made by `make bench`; `Benchmarks/Logs/README.md` says what each job is. Every process is measured whole, from
start to exit, page cache warm, the programs taking turns. `wall` is the median in seconds, `ratio` the median
over rounds of assay's wall time over the fastest peer's, with its range; a ratio above its bar is marked.
"""


def machine():
    """What the numbers were measured on."""
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or model
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * size / 2**30
    versions = []
    for package in ("duckdb", "polars", "pandas"):
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=False)
    compiler = swift.stdout.splitlines()[0] if swift.stdout else "Swift"
    return (
        f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()} "
        f"{platform.release()}. {compiler}. {', '.join(versions)}. "
        f"Load before the first job: {os.getloadavg()[0]:.1f}.")


def header(rows, rounds, about):
    """Everything above the table."""
    lines = [TITLE, INTRODUCTION, about, "", f"{rows:,} rows unless a job says otherwise, {rounds} rounds.", ""]
    lines.append("| job | program | wall s | processor s | peak MiB | ratio | range | bar |")
    lines.append("|---|---|---:|---:|---:|---:|---:|---:|")
    return "\n".join(lines)


def lines(job, runs, ratio):
    """The rows of one job."""
    result = []
    for name, measured in runs.items():
        cells = [job.name, name, f"{median(measured, 'wall'):.2f}", f"{median(measured, 'cpu'):.2f}",
                 f"{max(run.peak for run in measured):.0f}"]
        if name == "assay" and ratio:
            over = " **above**" if ratio.median > job.bar else ""
            cells += [f"{ratio.median:.3f}", f"{ratio.low:.3f}–{ratio.high:.3f}", f"{job.bar:.2f}{over}"]
        else:
            cells += ["", "", ""]
        result.append("| " + " | ".join(cells) + " |")
    return "\n".join(result)
