"""Answers in one form: for each variant and metric a value and its standard error; for drift an index a column."""
import json
import math

# The cells of a histogram are at most this wide, relative to their numbers, in the logs generated here.
CELL_WIDTH = 2.0**-10


def of_assay(path):
    """What assay's report says."""
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    if report["kind"] == "drift":
        return {column["column"]: column["psi"] for column in report["columns"]}
    if report["kind"] == "replay":
        return {
            f"{variant} day {day}": metrics for day, look in enumerate(report["looks"], 1)
            for variant, metrics in _arms(look["decision"]).items()}
    if report.get("shadow"):
        return _pairs(report)
    return _arms(report)


def _pairs(report):
    """What a shadow's decision says of the requests that both answered."""
    shadow = report["shadow"]
    score = shadow["scoreDifference"]
    table = {row["metric"]: row for row in shadow["discordance"]}["accuracy"]
    latency = next(
        metric["comparison"] for metric in report["treatments"][0]["metrics"]
        if metric["name"] == "latency")
    return {
        "pairs": {
            "rows": shadow["pairs"]["both"],
            "agreement": [shadow["agreement"]["share"][key] for key in ("value", "standardError")],
            "score change": [score["value"], score["standardError"]],
            "slowdown": [latency["difference"], latency["differenceStandardError"]]},
        "right in the log alone": {"rows": table["less"]},
        "right in the shadow alone": {"rows": table["more"]}}


def _arms(report):
    """What a decision says of each variant."""
    answer = {arm["variant"]: {"rows": arm["rows"]} for arm in report["sample"]["arms"]}
    control = report["sample"]["arms"][0]["variant"]
    for treatment in report["treatments"]:
        for metric in treatment["metrics"]:
            for variant, arm in ((control, "control"), (treatment["variant"], "treatment")):
                answer[variant][metric["name"]] = [
                    metric[arm]["value"], metric[arm]["standardError"]]
    return answer


def units(path):
    """How many units assay's report counts."""
    with open(path, encoding="utf-8") as file:
        return sum(arm["units"] for arm in json.load(file)["sample"]["arms"])


def of_peer(path):
    """What a peer's script printed."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def ratio(n, x, y, xx, xy, yy):
    """A ratio of sums over n units and its standard error (Deng, Knoblich and Lu 2018), from raw sums."""
    r = x / y
    squares = xx - 2 * r * xy + r * r * yy
    return [float(r), math.sqrt(squares / (n - 1) / n) / float(y / n)]


def _close(a, b, tolerance):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-300)


def disagreements(mine, theirs, tolerance):
    """Where two answers differ: counts exactly, quantiles by more than a cell, the rest by `tolerance`."""
    found = []
    for variant, metrics in theirs.items():
        if not isinstance(metrics, dict):
            # An index whose deciles lie within cells of a histogram moves by what the cells hold.
            if abs(mine.get(variant, math.nan) - metrics) > 1e-3:
                found.append(f"{variant}: {mine.get(variant)} and {metrics}")
            continue
        for name, value in metrics.items():
            own = mine.get(variant, {}).get(name)
            if own is None:
                found.append(f"{variant} {name}: missing")
            elif name == "rows":
                if own != value:
                    found.append(f"{variant} rows: {own} and {value}")
            elif len(value) == 1:
                if not _close(own[0], value[0], CELL_WIDTH):
                    found.append(f"{variant} {name}: {own[0]} and {value[0]}")
            elif not all(_close(a, b, tolerance) for a, b in zip(own, value)):
                found.append(f"{variant} {name}: {own} and {value}")
    return found
