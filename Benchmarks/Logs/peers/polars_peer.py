"""The questions as one asks them of Polars, streaming: polars_peer.py QUESTION FILE…"""
import json
import math
import sys

import polars as pl

question, paths = sys.argv[1], sys.argv[2:]
c = pl.col
FLOATS = {"prediction", "latency_ms", "f_age", "f_income", "f_score"}
NAMES = [
    "timestamp", "request_id", "user_id", "variant", "model_version", "prediction", "label",
    "latency_ms", "error", "country", "f_age", "f_income", "f_score", "category"]


def scan(path):
    """A lazy frame told the types."""
    def kind(name):
        return pl.Float64 if name in FLOATS else pl.Int64 if name in ("label", "error") else pl.String

    if path.endswith(".jsonl"):
        return pl.scan_ndjson(path, schema={name: kind(name) for name in NAMES})
    with open(path, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    return pl.scan_csv(path, schema={name: kind(name) for name in names})


CORRECT = (c("prediction") >= 0.5) == (c("label") == 1)


def print_rows():
    found = scan(paths[0]).group_by("variant").agg(
        n=pl.len(), latency=c("latency_ms").mean(), latency_variance=c("latency_ms").var(),
        score=c("prediction").mean(), score_variance=c("prediction").var(),
        labelled=c("label").count(), right=CORRECT.cast(pl.Float64).mean(), errors=c("error").mean(),
        **{f"p{k}": c("latency_ms").quantile(k / 100, "linear") for k in (50, 95, 99)},
    ).collect(engine="streaming")
    answer = {}
    for row in found.rows(named=True):
        n, right, errors = row["n"], row["right"], row["errors"]
        answer[row["variant"]] = {
            "rows": n,
            "latency": [row["latency"], math.sqrt(row["latency_variance"] / n)],
            "prediction": [row["score"], math.sqrt(row["score_variance"] / n)],
            "accuracy": [right, math.sqrt(right * (1 - right) / row["labelled"] * n / (n - 1))],
            "errors": [errors, math.sqrt(errors * (1 - errors) / (n - 1))],
            **{f"p{k}": [row[f"p{k}"]] for k in (50, 95, 99)},
        }
    print(json.dumps(answer))


PAIRS = {
    "latency": ("latency", "n"), "prediction": ("prediction", "n"),
    "accuracy": ("correct", "labelled"), "errors": ("errors", "n"),
}
SUMS = {
    "n": pl.len().cast(pl.Float64), "latency": c("latency_ms").sum(), "prediction": c("prediction").sum(),
    "correct": CORRECT.cast(pl.Float64).sum(), "labelled": c("label").count().cast(pl.Float64),
    "errors": c("error").cast(pl.Float64).sum(),
}


def ratios(units):
    moments = {}
    for name, (x, y) in PAIRS.items():
        moments |= {
            f"{name}.x": c(x).mean(), f"{name}.y": c(y).mean(), f"{name}.xx": c(x).var(),
            f"{name}.xy": pl.cov(x, y), f"{name}.yy": c(y).var()}
    found = units.group_by("variant").agg(units=pl.len(), rows=c("n").sum(), **moments)
    answer = {}
    for row in found.collect(engine="streaming").rows(named=True):
        answer[row["variant"]] = {"rows": int(row["rows"])}
        for name in PAIRS:
            x, y, xx, xy, yy = (row[f"{name}.{k}"] for k in ("x", "y", "xx", "xy", "yy"))
            r = x / y
            error = math.sqrt((xx - 2 * r * xy + r * r * yy) / row["units"]) / y
            answer[row["variant"]][name] = [r, error]
    return answer


def print_units():
    print(json.dumps(ratios(scan(paths[0]).group_by("variant", "user_id").agg(**SUMS))))


def print_drift():
    numbers = ["prediction", "latency_ms", "f_age", "f_income", "f_score"]
    texts = ["country", "category", "model_version"]
    frame = pl.concat([
        scan(paths[0]).select(numbers + texts + [pl.lit(False).alias("now")]),
        scan(paths[1]).select(numbers + texts + [pl.lit(True).alias("now")]),
    ]).collect(engine="streaming")
    before = frame.lazy().filter(~c("now"))
    edges = before.select(
        c(name).quantile(k / 10, "linear").alias(f"{name}{k}") for name in numbers for k in range(1, 10)
    ).collect().row(0)
    tables = []
    for i, name in enumerate(numbers):
        cell = sum((c(name) > edge).cast(pl.Int64) for edge in edges[9 * i : 9 * i + 9])
        tables.append(frame.lazy().select(cell.alias("cell"), "now"))
    tables += [frame.lazy().select(c(name).alias("cell"), "now") for name in texts]
    counts = pl.collect_all(
        table.group_by("cell").agg(before=(~c("now")).sum(), after=c("now").sum()) for table in tables)
    print(json.dumps({name: index(table) for name, table in zip(numbers + texts, counts)}))


def index(table):
    """The Population Stability Index with a floor under each share."""
    before, after, result = table["before"].sum(), table["after"].sum(), 0.0
    for _, a, b in table.rows():
        p, q = max(a / before, 1e-4), max(b / after, 1e-4)
        result += (q - p) * math.log(q / p)
    return result


def print_looks():
    days = scan(paths[0]).group_by(
        "variant", "user_id", c("timestamp").str.slice(8, 2).cast(pl.Int64).alias("day")
    ).agg(**SUMS).collect(engine="streaming").lazy()
    answer = {}
    for day in range(1, 15):
        units = days.filter(c("day") <= day).group_by("variant", "user_id").agg(c(*SUMS).sum())
        answer.update({f"{v} day {day}": metrics for v, metrics in ratios(units).items()})
    print(json.dumps(answer))


def print_shadow():
    pairs = scan(paths[0]).join(scan(paths[1]), on="request_id", suffix="_shadow")
    log, other = c("prediction") >= 0.5, c("prediction_shadow") >= 0.5
    change, slowdown = c("prediction_shadow") - c("prediction"), c("latency_ms_shadow") - c("latency_ms")
    truth, known = c("label") == 1, c("label").is_not_null()
    agreement = (log == other).cast(pl.Float64)
    means = {"agreement": agreement, "score change": change, "slowdown": slowdown}
    row = pairs.select(
        n=pl.len(), less=(known & (log == truth) & (other != truth)).sum(),
        more=(known & (other == truth) & (log != truth)).sum(),
        **{name: column.mean() for name, column in means.items()},
        **{f"{name} variance": column.var() for name, column in means.items()},
    ).collect(engine="streaming").row(0, named=True)
    found = {name: [row[name], math.sqrt(row[f"{name} variance"] / row["n"])] for name in means}
    print(json.dumps({
        "pairs": {"rows": row["n"], **found}, "right in the log alone": {"rows": row["less"]},
        "right in the shadow alone": {"rows": row["more"]}}))


def print_labels():
    labels = scan(paths[1]).select("request_id", truth="label")
    found = scan(paths[0]).join(labels, on="request_id", how="left").group_by("variant").agg(
        n=pl.len(), labelled=c("truth").count(),
        right=((c("prediction") >= 0.5) == (c("truth") == 1)).mean())
    print(json.dumps({
        v: {"rows": n, "accuracy": [r, math.sqrt(r * (1 - r) / labelled * n / (n - 1))]}
        for v, n, labelled, r in found.collect(engine="streaming").rows()}))


globals()[f"print_{question}"]()
