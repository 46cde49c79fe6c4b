"""The drift of eight columns as Evidently computes it: evidently_peer.py drift REFERENCE CURRENT

Its bins are its own: what it answers is printed, and compared with nothing.
"""
import json
import sys

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

NUMBERS = ["prediction", "latency_ms", "f_age", "f_income", "f_score"]
TEXTS = ["country", "category", "model_version"]
definition = DataDefinition(numerical_columns=NUMBERS, categorical_columns=TEXTS)


def read(path):
    frame = pd.read_csv(path, usecols=NUMBERS + TEXTS)
    return Dataset.from_pandas(frame, data_definition=definition)


reference, current = read(sys.argv[2]), read(sys.argv[3])
report = Report([DataDriftPreset(num_method="psi", cat_method="psi")]).run(current, reference)
print(json.dumps({"metrics": len(report.dict()["metrics"])}))
