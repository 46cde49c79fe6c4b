#!/usr/bin/env python3
"""The worst relative error of GSL, scipy, R and assay on the reference grid, as a Markdown table.

    make -C Benchmarks/Distributions table

needs a C compiler with GSL, Rscript and scipy, and the built `evaluate` executable of this package.
A cell holds the worst error over the grid
and, in brackets, how many of its points have none of the digits (error above 0.1, NaN, infinite,
or no answer within a second).
"""
import json
import math
import os
import subprocess
import tempfile
import warnings
from collections import defaultdict

import numpy as np
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))
GRID = os.path.join(HERE, "../../fixtures/reference/distributions/grid.json")
DISCRETE = {"binomial", "poisson", "negbinomial", "hypergeometric"}
IN_GSL = {"normal", "t", "chi2", "gamma", "beta", "f"} | DISCRETE
SMALLEST = 1e-300
LOST = 0.1
warnings.filterwarnings("ignore")
np.seterr(all="ignore")

SCIPY = {
    "normal": lambda p: stats.norm(),
    "t": lambda p: stats.t(p[0]),
    "chi2": lambda p: stats.chi2(p[0]),
    "gamma": lambda p: stats.gamma(p[0], scale=p[1]),
    "beta": lambda p: stats.beta(p[0], p[1]),
    "f": lambda p: stats.f(p[0], p[1]),
    "kolmogorov": lambda p: stats.kstwobign(),
    "binomial": lambda p: stats.binom(int(p[0]), p[1]),
    "poisson": lambda p: stats.poisson(p[0]),
    "negbinomial": lambda p: stats.nbinom(p[0], p[1]),
    "hypergeometric": lambda p: stats.hypergeom(int(p[0] + p[1]), int(p[0]), int(p[2])),
    "ncchi2": lambda p: stats.ncx2(p[0], p[1]) if p[1] else stats.chi2(p[0]),
    "ncf": lambda p: stats.ncf(p[0], p[1], p[2]),
    "nct": lambda p: stats.nct(p[0], p[1]),
    "tukey": lambda p: stats.studentized_range(p[0], p[1]),
}


def questions():
    """(group, family, operation, parameters, x, expected)."""
    with open(GRID) as source:
        rows = json.load(source)["rows"]
    for family, parameters, x, lower, upper, density, _, shift in rows:
        if lower > SMALLEST:
            yield "tails", family, "lower", parameters, x, lower
        if upper > SMALLEST:
            yield "tails", family, "upper", parameters, x, upper
        if density is not None and density > SMALLEST:
            yield "density", family, "density", parameters, x, density
        if shift is not None:
            operation = "qlower" if lower <= upper else "qupper"
            yield "inverse", family, operation, parameters, min(lower, upper), x + x * shift


def line(question):
    _, family, operation, parameters, x, _ = question
    return " ".join([family, operation, *map(repr, parameters), repr(x)])


def external(command, asked):
    text = "\n".join(map(line, asked)) + "\n"
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return [number(word) for word in out.split()]


def number(word):
    try:
        return float(word)
    except ValueError:
        return math.nan


def scipy_value(question):
    _, family, operation, parameters, x, _ = question
    frozen = SCIPY[family](parameters)
    density = "pmf" if family in DISCRETE else "pdf"
    name = {"lower": "cdf", "upper": "sf", "density": density, "qlower": "ppf", "qupper": "isf"}
    try:
        return float(getattr(frozen, name[operation])(x))
    except (ValueError, OverflowError, ArithmeticError):
        return math.nan


def scipy_can(question):
    """Not the studentised quantiles, which take seconds, nor where Boost ends the process."""
    group, family, _, parameters, _, _ = question
    if family == "tukey":
        return group == "tails"
    if family == "nct":
        return parameters[1] <= 1000
    return family not in DISCRETE or max(parameters) <= 2**53


def r_can(question):
    """Not what R has no function for, nor where it adds up or searches counts one by one for minutes."""
    _, family, operation, parameters, _, _ = question
    if family == "kolmogorov" or family == "tukey" and operation == "density":
        return False
    if family == "hypergeometric":
        return max(parameters) <= 1e7
    return family not in DISCRETE or max(parameters) <= 1e9


def relative_error(found, expected):
    if math.isnan(found) or math.isinf(found):
        return math.inf
    return 0.0 if found == expected else abs(found - expected) / abs(expected)


def cell(errors):
    if not errors:
        return "–"
    lost = sum(error > LOST for error in errors)
    worst = max(errors)
    text = "none right" if math.isinf(worst) and lost == len(errors) else f"{worst:.0e}"
    if math.isinf(worst):
        text = "∞"
    return f"{text} ({lost})" if lost else text


def main():
    asked = list(questions())
    evaluate = os.path.join(HERE, ".build/release/evaluate")
    with tempfile.TemporaryDirectory() as folder:
        gsl = os.path.join(folder, "gsl_values")
        source = os.path.join(HERE, "gsl_values.c")
        subprocess.run(["cc", "-O2", source, "-o", gsl, "-lgsl", "-lgslcblas", "-lm"], check=True)
        in_gsl = [q for q in asked if q[1] in IN_GSL]
        columns = {"GSL": (in_gsl, external([gsl], in_gsl))}
    quick = [q for q in asked if scipy_can(q)]
    columns["scipy"] = (quick, [scipy_value(q) for q in quick])
    in_r = [q for q in asked if r_can(q)]
    columns["R"] = (in_r, external(["Rscript", os.path.join(HERE, "r_values.R")], in_r))
    columns["assay"] = (asked, external([evaluate], asked))

    errors = defaultdict(list)
    for name, (these, answers) in columns.items():
        assert len(these) == len(answers), (name, len(these), len(answers))
        for question, answer in zip(these, answers):
            errors[question[1], question[0], name].append(relative_error(answer, question[5]))
    print("| family | what | points |", " | ".join(columns), "|")
    print("|---|---|---:|" + "---:|" * len(columns))
    for family in SCIPY:
        for group in ("tails", "density", "inverse"):
            points = len(errors[family, group, "assay"])
            if points:
                cells = [cell(errors[family, group, name]) for name in columns]
                print("|", family, "|", group, "|", points, "|", " | ".join(cells), "|")
    print(f"\n{len(asked)} values.")


if __name__ == "__main__":
    main()
