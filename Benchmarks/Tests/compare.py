#!/usr/bin/env python3
"""Times tests and resampling beside scipy, statsmodels, scikit-learn and R, and writes RESULTS.md.

    Benchmarks/Tests/run

Every program is given the same data, made here from a seed, and is timed around the call alone, data in
memory and libraries loaded. Programs take turns in every round; a cell is the median of the rounds.
"""
import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

HERE = pathlib.Path(__file__).resolve().parent
MEASURE = HERE / ".build/release/measure"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
# What two programs may differ by, relatively: rounding of closed forms; another finite-sample correction
# (scipy's Kolmogorov–Smirnov rounds the effective sample size, statsmodels' score interval is not quite
# Miettinen and Nurminen's). Absolutely: five standard errors of a Monte Carlo difference of the bounds of
# a bootstrap interval, and of the p-value of a permutation test.
CLOSED, CORRECTED = {"relative": 1e-9}, {"relative": 5e-3}
BOOTSTRAPPED, PERMUTED = {"absolute": 0.006}, {"absolute": 0.04}


def make_data(directory):
    generator = np.random.default_rng(20_240)
    x = np.exp(generator.normal(0, 1, 100_000))
    y = np.exp(generator.normal(0.005, 1.01, 100_000))
    x.tofile(directory / "control.f64")
    y.tofile(directory / "treatment.f64")
    return x, y


def mean_difference(x, y, axis=-1):
    return np.mean(y, axis=axis) - np.mean(x, axis=axis)


def resample(data, statistic):
    found = stats.bootstrap(
        data, statistic, n_resamples=10_000, method="percentile", vectorized=True, batch=100,
        rng=np.random.default_rng(1),
    ).confidence_interval
    return [found.low, found.high]


def python_jobs(x, y):
    a, b = x[:10_000], y[:10_000]
    counts, sizes = (235, 157), (2435, 2435)
    table = np.array([[120, 90, 40, 30, 8], [100, 110, 60, 25, 12]])
    labels = np.concatenate([np.zeros(len(x)), np.ones(len(y))])
    interval = lambda method: list(
        confint_proportions_2indep(157, 2435, 235, 2435, method=method, compare="diff"))
    return {
        "welch": lambda: [stats.ttest_ind(y, x, equal_var=False).pvalue],
        "proportions": lambda: [proportions_ztest(counts, sizes)[1]],
        "chi-square": lambda: [stats.chi2_contingency(table).pvalue],
        "fisher": lambda: [stats.fisher_exact([[157, 2278], [235, 2200]]).pvalue],
        "mann-whitney": lambda: [stats.mannwhitneyu(y, x, method="asymptotic").pvalue],
        "kolmogorov-smirnov": lambda: [stats.ks_2samp(y, x, method="asymp").pvalue],
        "wilcoxon": lambda: [
            stats.wilcoxon(y, x, method="asymptotic", correction=True).pvalue],
        "auc": lambda: [roc_auc_score(labels, np.concatenate([x, y]))],
        "newcombe": lambda: interval("newcomb"),
        "miettinen-nurminen": lambda: interval("score"),
        "bootstrap difference": lambda: resample((a, b), mean_difference),
        "bootstrap median": lambda: resample((a,), np.median),
        "permutation": lambda: [stats.permutation_test(
            (a[:1000], b[:1000]), mean_difference, n_resamples=10_000, vectorized=True, batch=100,
            rng=np.random.default_rng(1)).pvalue],
    }


R_JOBS = {
    "welch": "t.test(y, x)$p.value",
    "proportions": "prop.test(c(235, 157), c(2435, 2435), correct = FALSE)$p.value",
    "chi-square": "chisq.test(rbind(c(120, 90, 40, 30, 8), c(100, 110, 60, 25, 12)))$p.value",
    "fisher": "fisher.test(rbind(c(157, 2278), c(235, 2200)))$p.value",
    "mann-whitney": "wilcox.test(y, x, exact = FALSE)$p.value",
    "kolmogorov-smirnov": "ks.test(y, x, exact = FALSE)$p.value",
    "wilcoxon": "wilcox.test(y, x, paired = TRUE, exact = FALSE)$p.value",
    "auc": "{ r <- pROC::roc(rep(0:1, c(length(x), length(y))), c(x, y), quiet = TRUE, "
           "direction = '<', levels = 0:1); c(r$auc, sqrt(pROC::var(r, method = 'delong'))) }",
    "bootstrap difference":
        "{ m <- function(d, i) mean(d[i]); "
        "quantile(boot::boot(b, m, 10000, simple = TRUE)$t - "
        "boot::boot(a, m, 10000, simple = TRUE)$t, c(.025, .975)) }",
    "bootstrap median":
        "quantile(boot::boot(a, function(d, i) median(d[i]), 10000, simple = TRUE)$t, "
        "c(.025, .975))",
    "permutation":
        "{ z <- c(a[1:1000], b[1:1000]); s <- sum(z); "
        "t <- replicate(10000, { k <- sum(z[sample.int(2000, 1000)]); k - (s - k) }); "
        "o <- sum(b[1:1000]) - sum(a[1:1000]); "
        "2 * (min(sum(t >= o), sum(t <= o)) + 1) / 10001 }",
}
TITLES = {
    "welch": ("Welch t, 2 × 100,000", CLOSED),
    "proportions": ("two proportions z", CLOSED),
    "chi-square": ("chi-square 2 × 5", CLOSED),
    "fisher": ("Fisher exact, 2 × 2,435", CLOSED),
    "mann-whitney": ("Mann–Whitney, 2 × 100,000", CLOSED),
    "kolmogorov-smirnov": ("Kolmogorov–Smirnov, 2 × 100,000", CORRECTED),
    "wilcoxon": ("Wilcoxon signed rank, 100,000", CLOSED),
    "auc": ("AUC with DeLong's error, 2 × 100,000", CLOSED),
    "newcombe": ("Newcombe interval", CLOSED),
    "miettinen-nurminen": ("Miettinen–Nurminen interval", CORRECTED),
    "bootstrap difference": ("bootstrap of a difference of means, 2 × 10,000, 10,000 resamples", BOOTSTRAPPED),
    "bootstrap median": ("bootstrap of a median, 10,000, 10,000 resamples", BOOTSTRAPPED),
    "permutation": ("permutation test, 2 × 1,000, 10,000 permutations", PERMUTED),
}


def time_assay(directory, job):
    out = subprocess.run([MEASURE, directory, job], capture_output=True, text=True, check=True)
    processor, wall, *answer = map(float, out.stdout.split())
    return processor, wall, answer


def time_python(function):
    function()
    calls, wall, processor = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < 0.2:
        answer = function()
        calls += 1
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    return processor / calls, wall / calls, [float(v) for v in answer]


def time_r(directory, expression):
    code = f"""
        read <- function(name) readBin(file.path('{directory}', name), 'double', 1e5)
        x <- read('control.f64'); y <- read('treatment.f64'); a <- x[1:10000]; b <- y[1:10000]
        f <- compiler::cmpfun(function() suppressWarnings({expression}))
        suppressMessages({{ library(boot); library(pROC) }})
        start <- proc.time(); n <- 0; spent <- 0
        while (spent[[1]] < .2) {{ v <- f(); n <- n + 1; spent <- (proc.time() - start)[3] }}
        spent <- proc.time() - start
        cat(sprintf('%.17g', c((spent[[1]] + spent[[2]]) / n, spent[[3]] / n, v)))
    """
    out = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    processor, wall, *answer = map(float, out.stdout.split())
    return processor, wall, answer


def check(job, found, peer, expected):
    allowed = TITLES[job][1]
    for ours, theirs in zip(found, expected):
        error = allowed.get("absolute", 0) + allowed.get("relative", 0) * abs(theirs)
        if abs(ours - theirs) > error:
            sys.exit(f"{job}: assay gives {found}, {peer} {expected}")


def show(seconds):
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1, 1e3, "ms"), (float("inf"), 1, "s")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"


def measure(directory):
    x, y = make_data(directory)
    python = python_jobs(x, y)
    rows = []
    for job, (title, _) in TITLES.items():
        times = {"assay": [], "Python": [], "R": []}
        for _ in range(ROUNDS):
            *seconds, found = time_assay(directory, job)
            times["assay"].append(seconds)
            *seconds, answer = time_python(python[job])
            times["Python"].append(seconds)
            check(job, found, "Python", answer)
            if job in R_JOBS:
                *seconds, answer = time_r(directory, R_JOBS[job])
                times["R"].append(seconds)
                check(job, found, "R", answer)
        processor, wall = (
            {who: statistics.median(t[clock] for t in turns) for who, turns in times.items() if turns}
            for clock in (0, 1))
        own = [t[0] for t in times["assay"]]
        cells = [title, show(processor["assay"]), f"{(max(own) - min(own)) / processor['assay']:.0%}"]
        cells += [show(processor[who]) if who in processor else "–" for who in ("Python", "R")]
        for clock in (processor, wall):
            cells += [
                f"{clock['assay'] / clock[who]:.2g}" if who in clock else "–"
                for who in ("Python", "R")]
        rows.append("| " + " | ".join(cells) + " |")
        print(rows[-1], flush=True)
    return rows


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main():
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as directory:
        rows = measure(pathlib.Path(directory))
    first = lambda *command: subprocess.run(
        command, capture_output=True, text=True).stdout.splitlines()[0]
    text = f"""# Tests and resampling beside scipy and R

Made by `Benchmarks/Tests/run` on {datetime.date.today()}: {processor()}, {os.cpu_count()} processors,
{platform.system()}; {first('swift', '--version')}; Python {platform.python_version()}, scipy
{scipy.__version__}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}; {first('R', '--version')}.

Processor time of one call, all its threads together, data in memory: the median of {ROUNDS} rounds in
which the programs take turns; the spread is from the fastest to the slowest round. A ratio below one:
assay is faster. The last two columns are ratios of wall time, which other work on the machine disturbs.
In the same run the answers are compared: closed forms to nine digits, Kolmogorov–Smirnov's p-value and
the score interval to half a per cent, as the peers correct otherwise, resampling to its Monte Carlo error.

| test | assay | spread | Python | R | assay/Python | assay/R | wall: assay/Python | wall: assay/R |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
""" + "\n".join(rows) + """

Python is scipy where it has the test; statsmodels for two proportions and the two intervals;
scikit-learn for the area, without a standard error. R's bootstrap is `boot`, its area `pROC`, its
permutation test a loop. assay's rank tests also find the Hodges–Lehmann shift, which the others leave
out; its resampling uses every processor, the others one.
"""
    (HERE / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()
