#!/usr/bin/env python3
"""Processor time of a call of assay beside scipy's vectorised functions and R's, as Markdown.

    python3 Benchmarks/Distributions/speed_table.py [CALLS [SPEED]]

CALLS is a million unless told otherwise; SPEED is the built `speed` executable of this package.
Parameters are drawn log-uniformly from 0.5 to 1e5 and arguments so that tails are uniform; every
program gets the same ones.
"""
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy import special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
SPEED = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, ".build/release/speed")

LOWER = {
    "normal": lambda a, b, x: special.ndtr(x),
    "t": lambda a, b, x: special.stdtr(a, x),
    "gamma": lambda a, b, x: special.gammainc(a, x),
    "beta": lambda a, b, x: special.betainc(a, b, x),
    "f": lambda a, b, x: special.fdtr(a, b, x),
}
INVERSE = {
    "normal": lambda a, b, p: special.ndtri(p),
    "t": lambda a, b, p: stats.t.ppf(p, a),
    "gamma": lambda a, b, p: special.gammaincinv(a, p),
    "beta": lambda a, b, p: special.betaincinv(a, b, p),
    "f": lambda a, b, p: special.fdtri(a, b, p),
}
R = {
    "normal": ("pnorm(x)", "qnorm(x)"),
    "t": ("pt(x, a)", "qt(x, a)"),
    "gamma": ("pgamma(x, a)", "qgamma(x, a)"),
    "beta": ("pbeta(x, a, b)", "qbeta(x, a, b)"),
    "f": ("pf(x, a, b)", "qf(x, a, b)"),
}


def r_time(expression, path):
    code = (
        f"d <- matrix(scan('{path}', quiet = TRUE), ncol = 3, byrow = TRUE);"
        "a <- d[, 1]; b <- d[, 2]; x <- d[, 3];"
        f"cat(suppressWarnings(system.time({expression}))[['user.self']])"
    )
    out = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    return float(out.stdout) / CALLS * 1e9


def main():
    generator = np.random.default_rng(20_000)
    print("| family | what | assay ns | scipy ns | R ns | assay/scipy | assay/R |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for family in LOWER:
        a = 10 ** generator.uniform(np.log10(0.5), 5, CALLS)
        b = 10 ** generator.uniform(np.log10(0.5), 5, CALLS)
        p = generator.uniform(0, 1, CALLS)
        x = INVERSE[family](a, b, p)
        for operation, function, argument in (
            ("lower", LOWER[family], x), ("inverse", INVERSE[family], p)
        ):
            start = time.process_time()
            function(a, b, argument)
            scipy_ns = (time.process_time() - start) / CALLS * 1e9
            rows = np.column_stack([a, b, argument])
            with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
                np.savetxt(file, rows, fmt="%.17g")
                file.flush()
                r_ns = r_time(R[family][operation == "inverse"], file.name)
                with open(file.name) as again:
                    text = "".join(f"{family} {operation} {line}" for line in again)
            out = subprocess.run([SPEED], input=text, capture_output=True, text=True, check=True)
            assay_ns = float(out.stdout.split()[0])
            cells = f"{assay_ns:.0f} | {scipy_ns:.0f} | {r_ns:.0f}"
            ratios = f"{assay_ns / scipy_ns:.1f} | {assay_ns / r_ns:.1f}"
            print(f"| {family} | {operation} | {cells} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
