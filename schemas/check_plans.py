"""Checks the plan schema by JSON Schema's own rules, and that it takes the good fixtures and no bad one.

Needs the Python packages jsonschema and PyYAML. Run from anywhere: python3 schemas/check_plans.py
"""

import json
import pathlib
import sys

import jsonschema
import yaml

root = pathlib.Path(__file__).resolve().parent.parent
schema = json.loads((root / "schemas" / "plan.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failures = 0
for path in sorted((root / "fixtures" / "plans").iterdir()):
    if path.suffix not in {".yaml", ".json"}:
        continue
    errors = [error.message for error in validator.iter_errors(yaml.safe_load(path.read_text()))]
    expected = path.stem.startswith("wrong")
    if bool(errors) != expected:
        failures += 1
        print(f"{path.name}: {errors or 'taken, and should not be'}")
sys.exit(1 if failures else 0)
