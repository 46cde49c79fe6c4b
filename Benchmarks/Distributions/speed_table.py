#!/usr/bin/env python3
"""Processor time of a call of assay beside scipy's vectorised functions, R's and GSL's, as Markdown.

    make -C Benchmarks/Distributions speed
    python3 Benchmarks/Distributions/speed_table.py [--calls N] [FAMILY …]

The second needs the built `speed` executable of this package. N is a million unless told otherwise; the noncentral families and the studentised range get fewer.
Shapes are drawn log-uniformly over an ordinary range. Six arguments in ten have uniform tails, the
others tails between 1e-10 and 1e-2 on either side. Every program gets the same ones; a figure is
the median of three blocks. GSL is asked for lower tails only, where it is right in this range.
"""
import argparse
import os
import subprocess
import tempfile
import time

import numpy as np
from scipy import special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
SPEED = os.path.join(HERE, ".build/release/speed")
BLOCKS = 3
generator = np.random.default_rng(20_000)


def log_uniform(low, high, calls):
    return np.exp(generator.uniform(np.log(low), np.log(high), calls))


def count(low, high, calls):
    return np.floor(log_uniform(low, high, calls))


def shapes(calls):
    return log_uniform(0.5, 1e5, calls), log_uniform(0.5, 1e5, calls)


def urn(calls):
    good, bad = count(10, 1e5, calls), count(10, 1e5, calls)
    return good, bad, np.ceil((good + bad) * generator.uniform(0.05, 0.95, calls))


class Family:
    """Draws of parameters, scipy's functions of (x, *parameters), R's names and the share of calls."""

    def __init__(self, draw, density, lower, inverse, r, share=1.0, in_gsl=False):
        self.draw, self.share, self.in_gsl = draw, share, in_gsl
        self.scipy = {"density": density, "lower": lower, "inverse": inverse}
        self.r = {
            operation: r and r.format(letter)
            for operation, letter in (("density", "d"), ("lower", "p"), ("inverse", "q"))
        }


def of(distribution):
    mass = "pmf" if hasattr(distribution, "pmf") else "pdf"
    return getattr(distribution, mass), distribution.cdf, distribution.ppf


FAMILIES = {
    "normal": Family(
        lambda n: (), stats.norm.pdf, special.ndtr, special.ndtri, "{}norm(x)", in_gsl=True
    ),
    "t": Family(
        lambda n: shapes(n)[:1], stats.t.pdf, lambda x, a: special.stdtr(a, x), stats.t.ppf,
        "{}t(x, a)", in_gsl=True,
    ),
    "chi2": Family(
        lambda n: shapes(n)[:1], stats.chi2.pdf, lambda x, a: special.chdtr(a, x),
        lambda p, a: 2 * special.gammaincinv(a / 2, p), "{}chisq(x, a)", in_gsl=True,
    ),
    "gamma": Family(
        lambda n: shapes(n)[:1], stats.gamma.pdf, lambda x, a: special.gammainc(a, x),
        lambda p, a: special.gammaincinv(a, p), "{}gamma(x, a)", in_gsl=True,
    ),
    "beta": Family(
        shapes, stats.beta.pdf, lambda x, a, b: special.betainc(a, b, x),
        lambda p, a, b: special.betaincinv(a, b, p), "{}beta(x, a, b)", in_gsl=True,
    ),
    "f": Family(
        shapes, stats.f.pdf, lambda x, a, b: special.fdtr(a, b, x),
        lambda p, a, b: special.fdtri(a, b, p), "{}f(x, a, b)", in_gsl=True,
    ),
    "kolmogorov": Family(
        lambda n: (), stats.kstwobign.pdf, stats.kstwobign.cdf, stats.kstwobign.ppf, None
    ),
    "binomial": Family(
        lambda n: (count(10, 1e6, n), generator.uniform(0.01, 0.99, n)), *of(stats.binom),
        "{}binom(x, a, b)", in_gsl=True,
    ),
    "poisson": Family(
        lambda n: shapes(n)[:1], *of(stats.poisson), "{}pois(x, a)", in_gsl=True
    ),
    "negbinomial": Family(
        lambda n: (log_uniform(0.5, 1e4, n), generator.uniform(0.05, 0.95, n)), *of(stats.nbinom),
        "{}nbinom(x, a, b)", in_gsl=True,
    ),
    "hypergeometric": Family(
        urn,
        lambda k, good, bad, draws: stats.hypergeom.pmf(k, good + bad, good, draws),
        lambda k, good, bad, draws: stats.hypergeom.cdf(k, good + bad, good, draws),
        lambda p, good, bad, draws: stats.hypergeom.ppf(p, good + bad, good, draws),
        "{}hyper(x, a, b, c)", share=0.01,
    ),
    "ncchi2": Family(
        lambda n: (log_uniform(1, 100, n), log_uniform(0.1, 1e3, n)), *of(stats.ncx2),
        "{}chisq(x, a, b)", share=0.01,
    ),
    "ncf": Family(
        lambda n: (log_uniform(1, 20, n), log_uniform(5, 1e3, n), log_uniform(0.1, 300, n)),
        *of(stats.ncf), "{}f(x, a, b, c)", share=0.01,
    ),
    "nct": Family(
        lambda n: (log_uniform(2, 1e3, n), log_uniform(0.1, 30, n)), *of(stats.nct),
        "{}t(x, a, b)", share=0.01,
    ),
    "tukey": Family(
        lambda n: (count(2, 12, n), log_uniform(5, 200, n)), *of(stats.studentized_range),
        "{}tukey(x, a, b)", share=1e-5,
    ),
}


def probabilities(calls):
    small = 10 ** -generator.uniform(2, 10, calls)
    kind = generator.uniform(0, 1, calls)
    uniform = generator.uniform(0, 1, calls)
    return np.where(kind < 0.6, uniform, np.where(kind < 0.8, small, 1 - small))


def nanoseconds(function, calls):
    """The median over blocks; a function of very few calls is asked once."""
    times = []
    for _ in range(BLOCKS if calls > 1000 else 1):
        start = time.process_time()
        function()
        times.append((time.process_time() - start) / calls * 1e9)
    return float(np.median(times))


def printed(command, rows=None):
    with open(rows) if rows else open(os.devnull) as source:
        out = subprocess.run(command, stdin=source, capture_output=True, text=True, check=True)
    return float(out.stdout.split()[0])


def r_nanoseconds(expression, rows, calls):
    # R's clock ticks in milliseconds, so few calls are repeated.
    repeats = max(1, 50_000 // calls) if calls > 1000 else 1
    code = (
        f"d <- matrix(readBin('{rows}', 'double', {4 * calls}), ncol = 4, byrow = TRUE);"
        "a <- d[, 1]; b <- d[, 2]; c <- d[, 3]; x <- d[, 4];"
        f"all <- function() for (j in 1:{repeats}) {expression};"
        "once <- function(i) suppressWarnings(system.time(all()))[['user.self']];"
        f"cat(median(sapply(1:{BLOCKS}, once)))"
    )
    return printed(["Rscript", "-e", code]) / calls / repeats * 1e9


def line(name, family, operation, parameters, argument, folder, gsl):
    calls = len(argument)
    columns = [*parameters, *[np.zeros(calls)] * (3 - len(parameters)), argument]
    rows = os.path.join(folder, "rows")
    np.column_stack(columns).astype(float).tofile(rows)
    assay = printed([SPEED, name, operation, str(BLOCKS)], rows)
    try:
        with np.errstate(all="ignore"):
            scipy = nanoseconds(lambda: family.scipy[operation](argument, *parameters), calls)
    except (OverflowError, SystemError):  # the density of the noncentral t at some arguments
        scipy = None
    skip_r = family.r[operation] in (None, "dtukey(x, a, b)")
    r = None if skip_r else r_nanoseconds(family.r[operation], rows, calls)
    asks_gsl = family.in_gsl and operation == "lower"
    with_gsl = printed([gsl, name, str(BLOCKS)], rows) if asks_gsl else None
    cells = ["–" if ns is None else f"{ns:.0f}" for ns in (assay, scipy, r, with_gsl)]
    ratios = [f"{assay / ns:.2g}" if ns else "–" for ns in (scipy, r)]
    print("|", name, "|", operation, "|", " | ".join(cells + ratios), "|", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--calls", type=int, default=1_000_000)
    options.add_argument("families", nargs="*")
    chosen = options.parse_args()
    print("| family | what | assay ns | scipy ns | R ns | GSL ns | assay/scipy | assay/R |")
    print("|---|---|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        gsl = os.path.join(folder, "gsl_speed")
        source = os.path.join(HERE, "gsl_speed.c")
        subprocess.run(["cc", "-O2", source, "-o", gsl, "-lgsl", "-lgslcblas", "-lm"], check=True)
        for name in chosen.families or FAMILIES:
            family = FAMILIES[name]
            calls = max(int(chosen.calls * family.share), 10)
            parameters, p = family.draw(calls), probabilities(calls)
            with np.errstate(all="ignore"):
                x = np.nan_to_num(family.scipy["inverse"](p, *parameters), posinf=1e300)
            for operation, argument in (("density", x), ("lower", x), ("inverse", p)):
                line(name, family, operation, parameters, argument, folder, gsl)


if __name__ == "__main__":
    main()
