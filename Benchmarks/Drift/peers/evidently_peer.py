"""Drift of all columns as Evidently reports it by default, with its page: evidently_peer.py REFERENCE CURRENT"""
import json
import os
import sys
import tempfile

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset


def read(path):
    frame = pd.read_csv(path)
    definition = DataDefinition(
        numerical_columns=[name for name in frame.columns if name.startswith("num_")],
        categorical_columns=[name for name in frame.columns if name.startswith("cat_")])
    return Dataset.from_pandas(frame, data_definition=definition)


reference, current = read(sys.argv[1]), read(sys.argv[2])
report = Report([DataDriftPreset()]).run(current, reference)
with tempfile.TemporaryDirectory() as folder:
    report.save_html(os.path.join(folder, "report.html"))
print(json.dumps({"metrics": len(report.dict()["metrics"])}))
