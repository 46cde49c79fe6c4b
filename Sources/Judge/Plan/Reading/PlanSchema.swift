/// The JSON Schema of plans, for editors and for `assay lint --schema`.
public enum PlanSchema {
  /// The text of `schemas/plan.schema.json`; a test holds the two together.
  public static let json = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "assay plan",
      "description": "What was decided before the data were seen. Every threshold carries its unit: 20% relative, 2pp points, 20ms, 1.5x, 3 abs.",
      "type": "object",
      "additionalProperties": false,
      "required": ["name", "strategy"],
      "if": {"properties": {"strategy": {"enum": ["ab", "shadow"]}}},
      "then": {"required": ["log", "variants", "metrics"]},
      "properties": {
        "name": {"$ref": "#/$defs/text"},
        "strategy": {"enum": ["ab", "shadow", "drift"]},
        "log": {"$ref": "#/$defs/log"},
        "labels": {"$ref": "#/$defs/labels"},
        "pre_period": {"$ref": "#/$defs/prePeriod"},
        "segments": {
          "description": "Columns by whose values the results are broken down, for reading.",
          "$ref": "#/$defs/textOrTexts"
        },
        "assignment": {"$ref": "#/$defs/assignment"},
        "variants": {"$ref": "#/$defs/variants"},
        "ignore_variants": {
          "description": "Variants the log may hold that are not judged: a list, or all.",
          "$ref": "#/$defs/textOrTexts"
        },
        "baseline": {"description": "Says that there is no current model.", "const": "none"},
        "traffic": {
          "description": "The weight of each variant, in any common unit.",
          "type": "object",
          "additionalProperties": {"$ref": "#/$defs/perCent"}
        },
        "phases": {
          "description": "How traffic was divided over time, in order; in place of traffic.",
          "type": "array",
          "items": {"$ref": "#/$defs/phase"}
        },
        "metrics": {"type": "array", "items": {"$ref": "#/$defs/metric"}},
        "inference": {"$ref": "#/$defs/inference"},
        "duration": {"$ref": "#/$defs/duration"},
        "ramp": {"$ref": "#/$defs/ramp"},
        "calendar": {"$ref": "#/$defs/calendar"},
        "drift": {"$ref": "#/$defs/drift"},
        "shadow": {"$ref": "#/$defs/shadow"},
        "freshness": {
          "description": "The largest age of the newest row when a clock is given.",
          "$ref": "#/$defs/span"
        },
        "tolerated_gap": {
          "description": "The longest time that may pass without rows of a variant, a minute or more.",
          "$ref": "#/$defs/span"
        },
        "tolerated_row_errors": {
          "description": "The share of rows that may fail to parse.",
          "$ref": "#/$defs/share"
        },
        "tolerated_missing": {
          "description": "By how much the share of rows without a metric's value may differ between variants.",
          "anyOf": [
            {"$ref": "#/$defs/share"},
            {"type": "string", "pattern": "^\\d+(\\.\\d*)? *pp$"}
          ]
        }
      },
      "$defs": {
        "text": {"type": ["string", "number", "boolean"], "minLength": 1},
        "texts": {"type": "array", "items": {"$ref": "#/$defs/text"}},
        "textOrTexts": {"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/texts"}]},
        "span": {
          "description": "7d, 24h, 90m, 30s, 2w, or ISO 8601 such as P7D and PT1H.",
          "type": "string",
          "pattern": "^(\\d+(\\.\\d*)? *[smhdw]|P(?=.)(\\d+(\\.\\d*)?[WD])*(T(\\d+(\\.\\d*)?[HMS])+)?)$"
        },
        "share": {
          "description": "5% or 0.05.",
          "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": "^\\d+(\\.\\d*)? *%$"}
          ]
        },
        "perCent": {
          "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": "^\\d+(\\.\\d*)? *%?$"}
          ]
        },
        "spending": {
          "anyOf": [
            {"enum": ["obrien-fleming", "pocock"]},
            {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "maxProperties": 1,
              "properties": {
                "hwang-shih-decani": {"type": "number", "minimum": -40, "maximum": 40},
                "power": {"type": "number", "exclusiveMinimum": 0, "maximum": 20}
              }
            }
          ]
        },
        "threshold": {
          "description": "20% of the control's value, 2pp of a share, 20ms, 1.5x, 3 abs in the metric's own unit, or 0.",
          "anyOf": [
            {"const": 0},
            {"type": "string", "pattern": "^(0+(\\.0*)?|\\d+(\\.\\d*)? *(%|pp|ms|us|s|x|abs))$"}
          ]
        },
        "phase": {
          "type": "object",
          "additionalProperties": false,
          "required": ["from", "traffic"],
          "properties": {
            "from": {"description": "A day, or an instant with a zone.", "type": "string"},
            "traffic": {"type": "object", "additionalProperties": {"$ref": "#/$defs/perCent"}}
          }
        },
        "where": {
          "description": "Column to value, list of values, or relations; all must hold.",
          "type": "object",
          "additionalProperties": {
            "anyOf": [{"$ref": "#/$defs/textOrTexts"}, {"$ref": "#/$defs/condition"}]
          }
        },
        "condition": {
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "not": {"$ref": "#/$defs/textOrTexts"},
            "missing": {"type": "boolean"},
            "is_true": {"description": "false also holds for a missing value.", "type": "boolean"},
            "at_least": {"type": "number"},
            "at_most": {"type": "number"},
            "less_than": {"type": "number"},
            "more_than": {"type": "number"}
          }
        },
        "log": {
          "description": "Which column of the log plays which role; dotted paths reach into JSON.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "time": {"$ref": "#/$defs/text"},
            "unit": {
              "description": "The unit of randomisation, or none where every row is one.",
              "$ref": "#/$defs/text"
            },
            "request": {
              "description": "The request, by which labels are joined; the key of the label file where it is not named.",
              "$ref": "#/$defs/text"
            },
            "variant": {"$ref": "#/$defs/text"},
            "prediction": {"$ref": "#/$defs/text"},
            "label": {"$ref": "#/$defs/text"},
            "score": {"$ref": "#/$defs/text"},
            "latency": {"$ref": "#/$defs/text"},
            "error": {"$ref": "#/$defs/text"},
            "weight": {"$ref": "#/$defs/text"},
            "missing": {
              "description": "Texts that mean no value, besides the empty field.",
              "$ref": "#/$defs/texts"
            },
            "where": {"$ref": "#/$defs/where"}
          }
        },
        "labels": {
          "description": "A file of labels that arrive after the predictions they belong to.",
          "type": "object",
          "additionalProperties": false,
          "required": ["file", "key", "value"],
          "properties": {
            "file": {"$ref": "#/$defs/text"},
            "key": {"$ref": "#/$defs/text"},
            "value": {"$ref": "#/$defs/text"},
            "time": {"description": "When a label became known.", "$ref": "#/$defs/text"},
            "coverage": {
              "description": "The share of rows that must have their label before a metric on labels is judged.",
              "$ref": "#/$defs/share"
            },
            "missing": {
              "description": "What labels that are missing may hide from a guardrail.",
              "enum": ["bounds", "ignorable"]
            },
            "maturity": {
              "description": "How long after its row a label may become known and still count.",
              "$ref": "#/$defs/span"
            }
          }
        },
        "prePeriod": {
          "description": "A file of what was known of units before the experiment, one row a unit.",
          "type": "object",
          "additionalProperties": false,
          "required": ["file", "unit", "columns"],
          "properties": {
            "file": {"$ref": "#/$defs/text"},
            "unit": {"description": "The column that names the unit.", "$ref": "#/$defs/text"},
            "columns": {
              "description": "The columns that are read as if they stood in the log.",
              "$ref": "#/$defs/texts"
            }
          }
        },
        "assignment": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "kind": {"enum": ["sticky-hash", "per-phase", "per-request"]},
            "salt": {"$ref": "#/$defs/text"},
            "hash": {
              "description": "The hash of salt:unit that the variants are held against.",
              "enum": ["fnv-1a", "sha256", "md5", "murmur3"]
            },
            "buckets": {
              "description": "Into how many buckets the hash falls; the treatments have the first ones.",
              "type": "integer",
              "minimum": 2,
              "maximum": 1000000
            },
            "crossovers": {
              "description": "What units seen in several variants mean.",
              "enum": ["fail", "first-seen", "drop"]
            },
            "tolerated_crossovers": {"$ref": "#/$defs/share"}
          }
        },
        "variants": {
          "type": "object",
          "additionalProperties": false,
          "required": ["treatments"],
          "properties": {
            "control": {"$ref": "#/$defs/text"},
            "treatments": {"$ref": "#/$defs/textOrTexts"},
            "ignore": {"$ref": "#/$defs/textOrTexts"}
          }
        },
        "metric": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "kind", "role"],
          "properties": {
            "name": {"$ref": "#/$defs/text"},
            "kind": {"enum": ["mean", "proportion", "ratio", "accuracy", "rate", "quantile"]},
            "role": {"enum": ["success", "guardrail", "monitor"]},
            "column": {"description": "A column, or the name of a role of log.", "$ref": "#/$defs/text"},
            "numerator": {"$ref": "#/$defs/text"},
            "denominator": {"$ref": "#/$defs/text"},
            "label": {"$ref": "#/$defs/text"},
            "threshold": {
              "description": "Of an accuracy: the score from which on a prediction means true.",
              "type": "number"
            },
            "q": {"description": "The probability of a quantile.", "$ref": "#/$defs/share"},
            "unit": {
              "description": "What the column counts in, for thresholds in time.",
              "enum": ["us", "ms", "s"]
            },
            "minimum_improvement": {"$ref": "#/$defs/threshold"},
            "margin": {
              "description": "Promotion needs proof that the metric is not worse than by this.",
              "$ref": "#/$defs/threshold"
            },
            "harm": {
              "description": "A change for the worse beyond this stops or rolls back.",
              "$ref": "#/$defs/threshold"
            },
            "better": {"enum": ["higher", "lower"]},
            "per": {"enum": ["row", "unit", "unit-mean"]},
            "critical": {
              "description": "Whether harm rolls back rather than stops.",
              "type": "boolean"
            },
            "rule": {"enum": ["lower bound", "estimate"]},
            "error_rows": {"enum": ["counted", "excluded", "failure"]},
            "baseline": {
              "description": "The control's value expected before the experiment.",
              "type": ["number", "string"]
            },
            "standard_deviation": {
              "description": "The standard deviation between units expected before the experiment.",
              "type": "number",
              "exclusiveMinimum": 0
            },
            "where": {"$ref": "#/$defs/where"},
            "window": {
              "description": "open, or how long after its first row a unit's rows count; it enters when that has passed.",
              "anyOf": [{"const": "open"}, {"$ref": "#/$defs/span"}]
            },
            "weight": {
              "description": "Of a guardrail: how large its part of the budget for harm is beside the others'.",
              "type": "number",
              "exclusiveMinimum": 0
            },
            "covariates": {
              "description": "Columns of what each unit was before the experiment: they take variance off.",
              "$ref": "#/$defs/textOrTexts"
            },
            "winsorize": {"$ref": "#/$defs/winsorize"},
            "non_inferiority": {
              "description": "Whether a rate's margin is judged by counts of units with an event, exactly.",
              "enum": ["normal", "exact"]
            }
          }
        },
        "winsorize": {
          "description": "Limits, known before the data, that values are held within.",
          "type": "object",
          "additionalProperties": false,
          "required": ["at"],
          "properties": {
            "upper": {"type": "number"},
            "lower": {"type": "number"},
            "at": {
              "description": "Whether each row's value is held within them, or each unit's sum or mean.",
              "enum": ["row", "unit"]
            }
          }
        },
        "inference": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "harm": {"enum": ["always-valid", "fixed"]},
            "success": {"enum": ["always-valid", "group-sequential", "fixed"]},
            "spending": {
              "description": "Of success: group-sequential: how the significance is spent over the looks.",
              "$ref": "#/$defs/spending"
            },
            "futility_spending": {
              "description": "Of success: group-sequential: how the chance to miss the effect is spent; the bound does not bind.",
              "$ref": "#/$defs/spending"
            },
            "significance": {"description": "The chance of a false promotion.", "$ref": "#/$defs/share"},
            "rollback_significance": {
              "description": "The chance of a false rollback.",
              "$ref": "#/$defs/share"
            },
            "deterioration_significance": {
              "description": "The chance of a false stop.",
              "$ref": "#/$defs/share"
            },
            "invalid_significance": {
              "description": "The chance that one integrity test rejects a valid log.",
              "$ref": "#/$defs/share"
            },
            "power": {"$ref": "#/$defs/share"},
            "minimum_sample": {
              "description": "Units that each variant needs.",
              "type": "integer",
              "minimum": 1
            },
            "planned_sample": {
              "description": "Units in all variants at which the bounds are tightest.",
              "type": "integer",
              "minimum": 1
            },
            "success_policy": {"enum": ["any", "all"]},
            "looks": {"$ref": "#/$defs/span"},
            "futility": {
              "description": "The chance of a promotion by the end below which an experiment is stopped.",
              "$ref": "#/$defs/share"
            },
            "policy": {
              "description": "Whether promotion needs a proven benefit, or only guardrails that are proven within their margins.",
              "enum": ["prove", "catch"]
            },
            "joint": {
              "description": "Whether significance is that of all four errors together.",
              "type": "boolean"
            }
          }
        },
        "duration": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "minimum": {"$ref": "#/$defs/span"},
            "maximum": {"$ref": "#/$defs/span"},
            "extend": {"$ref": "#/$defs/extension"},
            "whole_weeks": {
              "description": "Whether the minimum is rounded up to whole weeks; from a week on it is unless this is false.",
              "type": "boolean"
            }
          }
        },
        "extension": {
          "description": "When an experiment may go on after its maximum.",
          "type": "object",
          "additionalProperties": false,
          "required": ["by", "to", "conditional_power"],
          "properties": {
            "by": {"description": "How long each extension is.", "$ref": "#/$defs/span"},
            "to": {"description": "When the last one ends.", "$ref": "#/$defs/span"},
            "conditional_power": {
              "description": "The chance of a promotion that justifies one.",
              "$ref": "#/$defs/share"
            }
          }
        },
        "ramp": {
          "description": "How traffic to a treatment grows, in per cent of all traffic.",
          "type": "object",
          "additionalProperties": false,
          "required": ["initial", "step", "maximum", "every"],
          "properties": {
            "initial": {"$ref": "#/$defs/perCent"},
            "step": {"$ref": "#/$defs/perCent"},
            "maximum": {"$ref": "#/$defs/perCent"},
            "every": {"$ref": "#/$defs/span"}
          }
        },
        "shadow": {
          "description": "A model that answers the same requests without being heard.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "file": {"description": "Its answers; left out where one log holds both.", "type": "string", "minLength": 1},
            "key": {"description": "The column of the request in that file.", "$ref": "#/$defs/text"},
            "prediction": {"$ref": "#/$defs/text"},
            "score": {"$ref": "#/$defs/text"},
            "latency": {"$ref": "#/$defs/text"},
            "error": {"$ref": "#/$defs/text"},
            "threshold": {"description": "The score from which on an answer means true.", "type": "number"},
            "agreement": {"description": "The share of answers that must be shown to be alike.", "$ref": "#/$defs/share"},
            "area_margin": {
              "description": "By how much the area under the ROC curve may be smaller: 0.01 or 1pp.",
              "anyOf": [
                {"$ref": "#/$defs/share"},
                {"type": "string", "pattern": "^\\d+(\\.\\d*)? *pp$"}
              ]
            },
            "missing_pairs": {"description": "The share of requests that may lack one of both answers.", "$ref": "#/$defs/share"},
            "slices": {"description": "Columns by which disagreement is broken down.", "$ref": "#/$defs/texts"},
            "auto_promote": {"description": "Whether a shadow that passes is promoted.", "type": "boolean"}
          }
        },
        "calendar": {
          "description": "When a promotion may be acted upon; outside, it is continue with the earliest time.",
          "type": "object",
          "additionalProperties": false,
          "required": ["timezone"],
          "properties": {
            "timezone": {
              "description": "UTC, or an offset such as +01:00.",
              "type": "string",
              "pattern": "^(UTC|Z|[+-]\\d\\d:\\d\\d)$"
            },
            "hours": {
              "description": "Of one day, such as 09:00-17:00.",
              "type": "string",
              "pattern": "^\\d\\d:\\d\\d-\\d\\d:\\d\\d$"
            },
            "days": {
              "description": "mon-fri, or a list.",
              "$ref": "#/$defs/textOrTexts"
            },
            "freeze": {
              "description": "Days without promotion, or stretches such as 2026-12-20/2027-01-03.",
              "$ref": "#/$defs/textOrTexts"
            }
          }
        },
        "drift": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "columns": {"description": "All columns if empty.", "$ref": "#/$defs/texts"},
            "ignore": {"$ref": "#/$defs/texts"},
            "numeric": {
              "description": "Columns to be read as numbers, whatever they look like.",
              "$ref": "#/$defs/texts"
            },
            "categorical": {
              "description": "Columns to be read as categories, whatever they look like.",
              "$ref": "#/$defs/texts"
            },
            "psi": {"type": "number", "exclusiveMinimum": 0},
            "category_share": {"$ref": "#/$defs/share"},
            "category_factor": {
              "anyOf": [
                {"type": "number", "minimum": 1},
                {"type": "string", "pattern": "^\\d+(\\.\\d*)? *x?$"}
              ]
            },
            "missing_share": {
              "anyOf": [
                {"$ref": "#/$defs/share"},
                {"type": "string", "pattern": "^\\d+(\\.\\d*)? *pp$"}
              ]
            },
            "bins": {"type": "integer", "minimum": 2},
            "significance": {"$ref": "#/$defs/share"},
            "textbook": {
              "description": "Right-closed deciles of the reference, a floor under each share, one fixed threshold.",
              "type": "boolean"
            },
            "share_floor": {"$ref": "#/$defs/share"}
          }
        }
      }
    }

    """#
}
