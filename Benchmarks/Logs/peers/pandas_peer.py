"""The first two questions as one asks them of pandas: pandas_peer.py QUESTION FILE"""
import json
import math
import sys

import pandas as pd

question, path = sys.argv[1], sys.argv[2]
frame = pd.read_csv(
    path, usecols=["user_id", "variant", "prediction", "label", "latency_ms", "error"],
    dtype={"user_id": "string", "variant": "category"})
frame["labelled"] = frame["label"].notna()
frame["correct"] = ((frame["prediction"] >= 0.5) == (frame["label"] == 1)) & frame["labelled"]
PAIRS = {
    "latency": ("latency_ms", "n"), "prediction": ("prediction", "n"),
    "accuracy": ("correct", "labelled"), "errors": ("error", "n"),
}
frame["n"] = 1.0
answer = {}
if question == "units":
    frame = frame.groupby(["variant", "user_id"], observed=True)[
        ["n", "latency_ms", "prediction", "correct", "labelled", "error"]].sum().reset_index()
for variant, rows in frame.groupby("variant", observed=True):
    answer[variant] = {"rows": int(rows["n"].sum())}
    for name, (x, y) in PAIRS.items():
        a, b = rows[x].astype(float), rows[y].astype(float)
        r = a.sum() / b.sum()
        answer[variant][name] = [r, math.sqrt((a - r * b).var() / len(a)) / b.mean()]
    if question == "rows":
        for k in (50, 95, 99):
            answer[variant][f"p{k}"] = [rows["latency_ms"].quantile(k / 100)]
print(json.dumps(answer))
