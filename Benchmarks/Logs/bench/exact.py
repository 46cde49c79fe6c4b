"""The answers in exact arithmetic: decimals summed as whole numbers by DuckDB, then fractions.

    exact.py rows|units FILE.csv
"""
import json
import sys
from fractions import Fraction

import duckdb
from answers import ratio

# Decimals as whole numbers, and what they count in.
LATENCY, PREDICTION = 1000, 1_000_000
COLUMNS = f"""
  variant, user_id, 1::HUGEINT AS one, (latency_ms * {LATENCY})::HUGEINT AS latency,
  (prediction * {PREDICTION})::HUGEINT AS prediction, error::HUGEINT AS error,
  (label IS NOT NULL)::INT::HUGEINT AS labelled,
  coalesce((prediction >= 0.5) = (label = 1), false)::INT::HUGEINT AS correct"""
METRICS = {
    "latency": ("latency", "one", LATENCY),
    "prediction": ("prediction", "one", PREDICTION),
    "accuracy": ("correct", "labelled", 1),
    "errors": ("error", "one", 1),
}
TYPES = {"latency_ms": "DECIMAL(18,3)", "prediction": "DECIMAL(18,6)", "label": "INT", "error": "INT"}


def answer(question, path):
    """The exact values and errors of J1 (`rows`) and J2 (`units`)."""
    connection = duckdb.connect()
    rows = f"SELECT {COLUMNS} FROM read_csv('{path}', header = true, types = {TYPES})"
    unit = "SELECT * FROM lines"
    if question == "units":
        sums = ", ".join(
            f"sum({c})::HUGEINT AS {c}"
            for c in ("one", "latency", "prediction", "error", "labelled", "correct"))
        unit = f"SELECT variant, user_id, {sums} FROM lines GROUP BY ALL"
    moments = ", ".join(
        f"sum({x}), sum({y}), sum({x} * {x}), sum({x} * {y}), sum({y} * {y})"
        for x, y, _ in METRICS.values())
    found = connection.execute(
        f"WITH lines AS ({rows}), units AS ({unit}) "
        f"SELECT variant, sum(one), count(*), {moments} FROM units GROUP BY variant").fetchall()
    answers = {}
    for variant, count, n, *sums in found:
        answers[variant] = {"rows": int(count)}
        for i, (name, (_, _, scale)) in enumerate(METRICS.items()):
            x, y, xx, xy, yy = (Fraction(int(s)) for s in sums[5 * i : 5 * i + 5])
            answers[variant][name] = ratio(n, x / scale, y, xx / scale**2, xy / scale, yy)
    return answers


if __name__ == "__main__":
    print(json.dumps(answer(*sys.argv[1:])))
