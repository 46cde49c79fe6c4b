"""The questions as one asks them of DuckDB: duckdb_peer.py QUESTION FILE…"""
import json
import math
import sys

import duckdb

question, paths = sys.argv[1], sys.argv[2:]
connection = duckdb.connect()
TYPES = {
    "timestamp": "VARCHAR", "request_id": "VARCHAR", "user_id": "VARCHAR", "variant": "VARCHAR",
    "model_version": "VARCHAR", "prediction": "DOUBLE", "label": "TINYINT", "latency_ms": "DOUBLE",
    "error": "TINYINT", "country": "VARCHAR", "f_age": "DOUBLE", "f_income": "DOUBLE",
    "f_score": "DOUBLE", "category": "VARCHAR",
}


def source(path, only=None):
    """A table function told everything it would otherwise have to find out."""
    if ".jsonl" in path:
        return f"read_json('{path}', format = 'newline_delimited', columns = {TYPES})"
    opener = __import__("gzip").open if path.endswith(".gz") else open
    names = only or None
    if names is None and not path.endswith(".zst"):
        with opener(path, "rt") as file:
            names = file.readline().strip().split(",")
    names = names or list(TYPES)
    columns = {name: TYPES.get(name, "BIGINT") for name in names}
    return (
        f"read_csv('{path}', header = true, auto_detect = false, quote = '\"', escape = '\"', "
        f"delim = ',', columns = {columns})")


CORRECT = "CASE WHEN label IS NULL THEN NULL WHEN (prediction >= 0.5) = (label = 1) THEN 1.0 ELSE 0.0 END"


def print_rows():
    found = connection.execute(f"""
      SELECT variant, count(*), avg(latency_ms), var_samp(latency_ms), avg(prediction),
        var_samp(prediction), count(label), avg({CORRECT}), avg(error),
        quantile_cont(latency_ms, [0.5, 0.95, 0.99])
      FROM {source(paths[0])} GROUP BY variant""").fetchall()
    answer = {}
    for v, n, latency, latency_variance, score, score_variance, labelled, right, errors, q in found:
        answer[v] = {
            "rows": n,
            "latency": [latency, math.sqrt(latency_variance / n)],
            "prediction": [score, math.sqrt(score_variance / n)],
            "accuracy": [right, math.sqrt(right * (1 - right) / labelled * n / (n - 1))],
            "errors": [errors, math.sqrt(errors * (1 - errors) / (n - 1))],
            "p50": [q[0]], "p95": [q[1]], "p99": [q[2]],
        }
    print(json.dumps(answer))


PAIRS = {
    "latency": ("latency", "n"), "prediction": ("prediction", "n"),
    "accuracy": ("correct", "labelled"), "errors": ("errors", "n"),
}
MOMENTS = ", ".join(
    f"avg({x}), avg({y}), var_samp({x}), covar_samp({x}, {y}), var_samp({y})"
    for x, y in PAIRS.values())
SUMS = f"""count(*) AS n, sum(latency_ms) AS latency, sum(prediction) AS prediction,
  sum(coalesce({CORRECT}, 0)) AS correct, count(label) AS labelled, sum(error) AS errors"""


def ratios(found):
    answer = {}
    for variant, units, rows, *moments in found:
        answer[variant] = {"rows": int(rows)}
        for i, name in enumerate(PAIRS):
            x, y, xx, xy, yy = moments[5 * i : 5 * i + 5]
            r = x / y
            error = math.sqrt((xx - 2 * r * xy + r * r * yy) / units) / y
            answer[variant][name] = [r, error]
    return answer


def print_units():
    found = connection.execute(f"""
      WITH units AS (SELECT variant, user_id, {SUMS} FROM {source(paths[0])} GROUP BY ALL)
      SELECT variant, count(*), sum(n), {MOMENTS} FROM units GROUP BY variant""").fetchall()
    print(json.dumps(ratios(found)))


def print_drift():
    numbers = ["prediction", "latency_ms", "f_age", "f_income", "f_score"]
    texts = ["country", "category", "model_version"]
    columns = ", ".join(numbers + texts)
    connection.execute(f"""CREATE TABLE rows AS
      SELECT {columns}, false AS now FROM {source(paths[0])} UNION ALL
      SELECT {columns}, true AS now FROM {source(paths[1])}""")
    deciles = [k / 10 for k in range(1, 10)]
    edges = connection.execute(
        "SELECT " + ", ".join(f"quantile_cont({c}, {deciles})" for c in numbers)
        + " FROM rows WHERE NOT now").fetchone()
    # One scan: how many numbers lie up to each edge, and how often each text occurs.
    counts = ", ".join(
        f"count(*) FILTER ({c} <= {e!r})" for c, found in zip(numbers, edges) for e in found)
    texts_counts = ", ".join(f"histogram({c})" for c in texts)
    before, after = connection.execute(
        f"SELECT now, count(*), {counts}, {texts_counts} FROM rows GROUP BY now ORDER BY now").fetchall()
    answer = {}
    for i, column in enumerate(numbers):
        cells = []
        for row in (before, after):
            upto = [0, *row[2 + 9 * i : 11 + 9 * i], row[1]]
            cells.append([b - a for a, b in zip(upto, upto[1:])])
        answer[column] = index(*cells)
    for i, column in enumerate(texts):
        a, b = before[47 + i], after[47 + i]
        keys = sorted(set(a) | set(b))
        answer[column] = index([a.get(k, 0) for k in keys], [b.get(k, 0) for k in keys])
    print(json.dumps(answer))


def index(before, after):
    """The Population Stability Index with a floor under each share."""
    total, sum_after, result = sum(before), sum(after), 0.0
    for a, b in zip(before, after):
        p, q = max(a / total, 1e-4), max(b / sum_after, 1e-4)
        result += (q - p) * math.log(q / p)
    return result


def print_looks():
    """Each user's sums up to the end of each of fourteen days."""
    connection.execute(f"""CREATE TABLE days AS
      SELECT variant, user_id, substr(timestamp, 9, 2)::INT AS day, {SUMS}
      FROM {source(paths[0])} GROUP BY ALL""")
    answer = {}
    for day in range(1, 15):
        totals = ", ".join(f"sum({c}) AS {c}" for c in (
            "n", "latency", "prediction", "correct", "labelled", "errors"))
        found = connection.execute(f"""
          WITH units AS (SELECT variant, user_id, {totals} FROM days WHERE day <= {day} GROUP BY ALL)
          SELECT variant, count(*), sum(n), {MOMENTS} FROM units GROUP BY variant""").fetchall()
        answer.update({f"{v} day {day}": metrics for v, metrics in ratios(found).items()})
    print(json.dumps(answer))


def print_shadow():
    shadow = source(paths[1], ["request_id", "prediction", "latency_ms"])
    right = "(a.label IS NOT NULL AND ({}.prediction >= 0.5) = (a.label = 1))"
    log, other = right.format("a"), right.format("b")
    n, *moments, less, more = connection.execute(f"""
      SELECT count(*), avg(((a.prediction >= 0.5) = (b.prediction >= 0.5))::INT),
        var_samp(((a.prediction >= 0.5) = (b.prediction >= 0.5))::INT),
        avg(b.prediction - a.prediction), var_samp(b.prediction - a.prediction),
        avg(b.latency_ms - a.latency_ms), var_samp(b.latency_ms - a.latency_ms),
        count(*) FILTER ({log} AND NOT {other}), count(*) FILTER ({other} AND NOT {log})
      FROM {source(paths[0])} a JOIN {shadow} b USING (request_id)""").fetchone()
    print(json.dumps(pairs(n, moments, less, more)))


def pairs(n, moments, less, more):
    """The answer of J5 from means and variances over the requests that both answered."""
    names = ("agreement", "score change", "slowdown")
    found = {name: [moments[2 * i], math.sqrt(moments[2 * i + 1] / n)] for i, name in enumerate(names)}
    return {
        "pairs": {"rows": n, **found}, "right in the log alone": {"rows": less},
        "right in the shadow alone": {"rows": more}}


def print_labels():
    labels = source(paths[1], ["request_id", "label"])
    found = connection.execute(f"""
      SELECT a.variant, count(*), count(b.label), avg(((a.prediction >= 0.5) = (b.label = 1))::INT)
      FROM {source(paths[0])} a LEFT JOIN {labels} b USING (request_id) GROUP BY 1""").fetchall()
    print(json.dumps({
        v: {"rows": n, "accuracy": [r, math.sqrt(r * (1 - r) / labelled * n / (n - 1))]}
        for v, n, labelled, r in found}))


globals()[f"print_{question}"]()
