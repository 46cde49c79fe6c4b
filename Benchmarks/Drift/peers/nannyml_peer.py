"""Univariate drift of all columns as NannyML finds it by default: nannyml_peer.py REFERENCE CURRENT"""
import json
import sys

import nannyml
import pandas as pd

reference, current = (pd.read_csv(path) for path in sys.argv[1:3])
columns = list(reference.columns)
calculator = nannyml.UnivariateDriftCalculator(
    column_names=columns, treat_as_categorical=[name for name in columns if name.startswith("cat_")])
calculator.fit(reference)
result = calculator.calculate(current)
print(json.dumps({"rows": len(result.to_df())}))
