/// The JSON Schema of the reports, the text of `schemas/decision.schema.json`.
public enum DecisionSchema {
  /// A JSON document, draft 2020-12.
  public static let json = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A report of assay",
      "description": "Written by --json. Times are ISO 8601 in UTC, shares 0 to 1, changes treatment minus control. A number that does not exist is null.",
      "oneOf": [{"$ref": "#/$defs/decision"}, {"$ref": "#/$defs/drift"}],
      "$defs": {
        "plan": {
          "type": "object",
          "description": "Which plan was judged.",
          "properties": {
            "name": {"type": "string"},
            "strategy": {"enum": ["ab", "shadow", "drift"]},
            "hash": {
              "type": "string",
              "description": "SHA-256 of the plan's canonical form, in hexadecimal."
            }
          },
          "required": ["hash", "name", "strategy"],
          "additionalProperties": false
        },
        "bounds": {
          "type": "object",
          "description": "An interval; a limit that does not exist is null.",
          "properties": {"lower": {"type": ["number", "null"]}, "upper": {"type": ["number", "null"]}},
          "required": ["lower", "upper"],
          "additionalProperties": false
        },
        "budgets": {
          "type": "object",
          "description": "The error rates the verdict keeps, over any number of looks.",
          "properties": {
            "falsePromotion": {"type": "number", "minimum": 0, "maximum": 1},
            "falseRollback": {"type": "number", "minimum": 0, "maximum": 1},
            "falseStop": {"type": "number", "minimum": 0, "maximum": 1},
            "falseInvalid": {"type": "number", "minimum": 0, "maximum": 1},
            "joint": {
              "type": ["number", "null"],
              "description": "What the four sum to, where the plan joins them."
            }
          },
          "required": ["falseInvalid", "falsePromotion", "falseRollback", "falseStop", "joint"],
          "additionalProperties": false
        },
        "reason": {
          "description": "Why: a code, its numbers, and the same in English. Effects, limits and requirements are signed so that positive is better.",
          "oneOf": [
            {
              "type": "object",
              "properties": {
                "code": {"const": "harmShown"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "effect": {"type": "number"},
                "nullEffect": {"type": "number"},
                "threshold": {"type": "string"},
                "logEValue": {"type": ["number", "null"]},
                "critical": {"type": "boolean"}
              },
              "required": [
                "code",
                "critical",
                "effect",
                "logEValue",
                "metric",
                "nullEffect",
                "text",
                "threshold",
                "treatment"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "jointHarmShown"},
                "text": {"type": "string"},
                "logEValue": {"type": ["number", "null"]},
                "required": {"type": "number"},
                "critical": {"type": "boolean"}
              },
              "required": ["code", "critical", "logEValue", "required", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "rolledBackBefore"},
                "text": {"type": "string"},
                "newest": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "newest", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "sampleRatioMismatch"},
                "text": {"type": "string"},
                "pValue": {"type": "number"},
                "significance": {"type": "number"},
                "observed": {"type": "array", "items": {"type": "integer", "minimum": 0}},
                "expected": {"type": "array", "items": {"type": "number"}}
              },
              "required": ["code", "expected", "observed", "pValue", "significance", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "unitsInSeveralVariants"},
                "text": {"type": "string"},
                "units": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "share", "text", "tolerated", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "assignmentMismatch"},
                "text": {"type": "string"},
                "units": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"},
                "byVariant": {"type": "array", "items": {"type": "integer", "minimum": 0}}
              },
              "required": ["byVariant", "code", "share", "text", "tolerated", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "unknownVariants"},
                "text": {"type": "string"},
                "names": {"type": "array", "items": {"type": "string"}},
                "rows": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "names", "rows", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "pairsMissing"},
                "text": {"type": "string"},
                "logOnly": {"type": "integer", "minimum": 0},
                "shadowOnly": {"type": ["integer", "null"]},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "logOnly", "shadowOnly", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "answersContradict"},
                "text": {"type": "string"},
                "keys": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "keys", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "valuesUnpaired"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "metric", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "shadowPassed"},
                "text": {"type": "string"},
                "treatment": {"type": "string"}
              },
              "required": ["code", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "areaProven"},
                "text": {"type": "string"},
                "difference": {"type": "number"},
                "lower": {"type": ["number", "null"]},
                "margin": {"type": "number"}
              },
              "required": ["code", "difference", "lower", "margin", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "areaNotProven"},
                "text": {"type": "string"},
                "difference": {"type": ["number", "null"]},
                "lower": {"type": ["number", "null"]},
                "margin": {"type": "number"}
              },
              "required": ["code", "difference", "lower", "margin", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "areaMissed"},
                "text": {"type": "string"},
                "difference": {"type": "number"},
                "margin": {"type": "number"}
              },
              "required": ["code", "difference", "margin", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "agreementProven"},
                "text": {"type": "string"},
                "share": {"type": "number"},
                "lower": {"type": ["number", "null"]},
                "required": {"type": "number"}
              },
              "required": ["code", "lower", "required", "share", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "agreementNotProven"},
                "text": {"type": "string"},
                "share": {"type": ["number", "null"]},
                "lower": {"type": ["number", "null"]},
                "required": {"type": "number"}
              },
              "required": ["code", "lower", "required", "share", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "agreementMissed"},
                "text": {"type": "string"},
                "share": {"type": "number"},
                "upper": {"type": ["number", "null"]},
                "required": {"type": "number"}
              },
              "required": ["code", "required", "share", "text", "upper"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "requestsRepeated"},
                "text": {"type": "string"},
                "rows": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "rows", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "labelsContradict"},
                "text": {"type": "string"},
                "keys": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "keys", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "missingValuesDiffer"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "controlShare": {"type": "number"},
                "treatmentShare": {"type": "number"},
                "tolerated": {"type": "number"},
                "pValue": {"type": "number"}
              },
              "required": [
                "code",
                "controlShare",
                "metric",
                "pValue",
                "text",
                "tolerated",
                "treatment",
                "treatmentShare"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "failedRowsDiffer"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "controlShare": {"type": "number"},
                "treatmentShare": {"type": "number"},
                "tolerated": {"type": "number"},
                "pValue": {"type": "number"}
              },
              "required": [
                "code",
                "controlShare",
                "metric",
                "pValue",
                "text",
                "tolerated",
                "treatment",
                "treatmentShare"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "rowErrors"},
                "text": {"type": "string"},
                "rows": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "rows", "share", "text", "tolerated"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "allocationDrifts"},
                "text": {"type": "string"},
                "days": {"type": "integer", "minimum": 0},
                "pValue": {"type": "number"},
                "significance": {"type": "number"},
                "worst": {"type": "string", "format": "date-time"},
                "observed": {"type": "array", "items": {"type": "integer", "minimum": 0}},
                "expected": {"type": "array", "items": {"type": "number"}}
              },
              "required": ["code", "days", "expected", "observed", "pValue", "significance", "text", "worst"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "timeGap"},
                "text": {"type": "string"},
                "variant": {"type": ["string", "null"]},
                "from": {"type": "string", "format": "date-time"},
                "to": {"type": "string", "format": "date-time"},
                "seconds": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "from", "seconds", "text", "to", "tolerated", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "variantSilent"},
                "text": {"type": "string"},
                "variant": {"type": "string"},
                "newest": {"type": "string", "format": "date-time"},
                "seconds": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "newest", "seconds", "text", "tolerated", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "covariateDiffers"},
                "text": {"type": "string"},
                "covariate": {"type": "string"},
                "treatment": {"type": "string"},
                "control": {"type": ["number", "null"]},
                "treated": {"type": ["number", "null"]},
                "controlShare": {"type": "number"},
                "treatedShare": {"type": "number"},
                "pValue": {"type": "number"}
              },
              "required": [
                "code",
                "control",
                "controlShare",
                "covariate",
                "pValue",
                "text",
                "treated",
                "treatedShare",
                "treatment"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "prePeriodContradicts"},
                "text": {"type": "string"},
                "units": {"type": "integer", "minimum": 0},
                "share": {"type": "number"},
                "tolerated": {"type": "number"}
              },
              "required": ["code", "share", "text", "tolerated", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "staleLog"},
                "text": {"type": "string"},
                "newest": {"type": "string", "format": "date-time"},
                "ageSeconds": {"type": "number"},
                "allowedSeconds": {"type": "number"}
              },
              "required": ["ageSeconds", "allowedSeconds", "code", "newest", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "damagedInput"},
                "text": {"type": "string"},
                "file": {"type": "string"},
                "byte": {"type": "integer", "minimum": 0},
                "cause": {"type": "string"}
              },
              "required": ["byte", "cause", "code", "file", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "noRows"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "variantMissing"},
                "text": {"type": "string"},
                "variant": {"type": "string"}
              },
              "required": ["code", "text", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "minimumSample"},
                "text": {"type": "string"},
                "variant": {"type": "string"},
                "units": {"type": "integer", "minimum": 0},
                "required": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "required", "text", "units", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "labelsImmature"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "share": {"type": "number"},
                "required": {"type": "number"}
              },
              "required": ["code", "metric", "required", "share", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "looksNotReconstructable"},
                "text": {"type": "string"},
                "rows": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "rows", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "nextLook"},
                "text": {"type": "string"},
                "at": {"type": "string", "format": "date-time"},
                "taken": {"type": "integer", "minimum": 0}
              },
              "required": ["at", "code", "taken", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"enum": ["futileAtLook", "looksSpent"]},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "looks": {"type": "integer", "minimum": 1},
                "statistic": {"type": "number"},
                "boundary": {"type": ["number", "null"]}
              },
              "required": [
                "boundary",
                "code",
                "looks",
                "metric",
                "statistic",
                "text",
                "treatment"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "unitsIncomplete"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "complete": {"type": "integer", "minimum": 0},
                "units": {"type": "integer", "minimum": 0},
                "required": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "complete", "metric", "required", "text", "treatment", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "minimumDuration"},
                "text": {"type": "string"},
                "elapsedSeconds": {"type": "number"},
                "requiredSeconds": {"type": "number"},
                "plannedSeconds": {"type": "number"},
                "until": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "elapsedSeconds", "plannedSeconds", "requiredSeconds", "text", "until"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "durationUnknown"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "horizonNotReached"},
                "text": {"type": "string"},
                "elapsedSeconds": {"type": ["number", "null"]},
                "horizonSeconds": {"type": ["number", "null"]}
              },
              "required": ["code", "elapsedSeconds", "horizonSeconds", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "harmlessByPolicy"},
                "text": {"type": "string"},
                "treatment": {"type": "string"}
              },
              "required": ["code", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "successProven"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "limit": {"type": ["number", "null"]},
                "required": {"type": "number"},
                "scale": {"enum": ["difference", "logRatio"]},
                "threshold": {"type": "string"}
              },
              "required": ["code", "limit", "metric", "required", "scale", "text", "threshold", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "nonInferiorityProven"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "limit": {"type": ["number", "null"]},
                "required": {"type": "number"},
                "scale": {"enum": ["difference", "logRatio"]},
                "threshold": {"type": "string"}
              },
              "required": ["code", "limit", "metric", "required", "scale", "text", "threshold", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "notProven"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "limit": {"type": ["number", "null"]},
                "required": {"type": "number"},
                "scale": {"enum": ["difference", "logRatio"]},
                "threshold": {"type": "string"},
                "question": {"enum": ["superiority", "nonInferiority", "harm"]},
                "effect": {"type": "number"},
                "unitsMissing": {"type": ["integer", "null"], "minimum": 0},
                "expectedAt": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": [
                "code",
                "effect",
                "expectedAt",
                "limit",
                "metric",
                "question",
                "required",
                "scale",
                "text",
                "threshold",
                "treatment",
                "unitsMissing"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "metricNotComputable"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "cause": {"$ref": "#/$defs/metricCause"}
              },
              "required": ["cause", "code", "metric", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "tooFewEffectiveUnits"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "effective": {"type": "number"},
                "required": {"type": "number"}
              },
              "required": ["code", "effective", "metric", "required", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "outsideCalendar"},
                "text": {"type": "string"},
                "treatment": {"type": "string"},
                "present": {"type": ["string", "null"], "format": "date-time"},
                "earliest": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "earliest", "present", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "noSuccessMetric"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "outOfReach"},
                "text": {"type": "string"},
                "metric": {"type": "string"},
                "treatment": {"type": "string"},
                "limit": {"type": ["number", "null"]},
                "required": {"type": "number"},
                "scale": {"enum": ["difference", "logRatio"]},
                "threshold": {"type": "string"},
                "question": {"enum": ["superiority", "nonInferiority", "harm"]}
              },
              "required": [
                "code",
                "limit",
                "metric",
                "question",
                "required",
                "scale",
                "text",
                "threshold",
                "treatment"
              ],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "maximumDuration"},
                "text": {"type": "string"},
                "elapsedSeconds": {"type": "number"},
                "maximumSeconds": {"type": "number"}
              },
              "required": ["code", "elapsedSeconds", "maximumSeconds", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "futile"},
                "text": {"type": "string"},
                "treatment": {"type": "string"},
                "metric": {"type": "string"},
                "probability": {"type": "number", "minimum": 0, "maximum": 1},
                "required": {"type": "number", "minimum": 0, "maximum": 1},
                "by": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["by", "code", "metric", "probability", "required", "text", "treatment"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "extended"},
                "text": {"type": "string"},
                "treatment": {"type": "string"},
                "probability": {"type": "number", "minimum": 0, "maximum": 1},
                "required": {"type": "number", "minimum": 0, "maximum": 1},
                "until": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "probability", "required", "text", "treatment", "until"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "notExtended"},
                "text": {"type": "string"},
                "treatment": {"type": "string"},
                "probability": {"type": "number", "minimum": 0, "maximum": 1},
                "required": {"type": "number", "minimum": 0, "maximum": 1},
                "until": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "probability", "required", "text", "treatment", "until"],
              "additionalProperties": false
            }
          ]
        },
        "metricCause": {
          "description": "Why a metric has no value.",
          "oneOf": [
            {
              "type": "object",
              "properties": {
                "code": {"const": "noRows"},
                "text": {"type": "string"},
                "variant": {"type": "string"}
              },
              "required": ["code", "text", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "tooFewUnits"},
                "text": {"type": "string"},
                "variant": {"type": "string"},
                "units": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "text", "units", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "noneComplete"},
                "text": {"type": "string"},
                "units": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "text", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "noVariation"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "notPositive"},
                "text": {"type": "string"},
                "variant": {"type": "string"},
                "value": {"type": "number"}
              },
              "required": ["code", "text", "value", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "labelsMissing"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "quantileUndetermined"},
                "text": {"type": "string"},
                "probability": {"type": "number"},
                "units": {"type": "integer", "minimum": 0}
              },
              "required": ["code", "probability", "text", "units"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {"code": {"const": "statistics"}, "text": {"type": "string"}},
              "required": ["code", "text"],
              "additionalProperties": false
            }
          ]
        },
        "sample": {
          "type": "object",
          "description": "What the verdict saw of the log.",
          "properties": {
            "arms": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "variant": {"type": "string"},
                  "rows": {"type": "integer", "minimum": 0},
                  "units": {"type": "integer", "minimum": 0},
                  "plannedShare": {"type": "number", "minimum": 0, "maximum": 1}
                },
                "required": ["plannedShare", "rows", "units", "variant"],
                "additionalProperties": false
              }
            },
            "unitColumn": {
              "type": ["string", "null"],
              "description": "Null where every row is a unit of its own."
            },
            "firstTime": {"type": ["string", "null"], "format": "date-time"},
            "lastTime": {"type": ["string", "null"], "format": "date-time"},
            "rows": {
              "type": "object",
              "properties": {
                "read": {"type": "integer", "minimum": 0},
                "used": {"type": "integer", "minimum": 0},
                "filtered": {"type": "integer", "minimum": 0},
                "outsidePeriod": {"type": "integer", "minimum": 0},
                "failed": {"type": "integer", "minimum": 0}
              },
              "required": ["failed", "filtered", "outsidePeriod", "read", "used"],
              "additionalProperties": false
            },
            "rowErrors": {"$ref": "#/$defs/rowErrors"},
            "unknownVariants": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
            "unitsInSeveralVariants": {"type": "integer", "minimum": 0},
            "repeatedRequests": {
              "type": "integer",
              "minimum": 0,
              "description": "Rows whose request an earlier one has; only where the log names it and no labels are joined."
            },
            "assignment": {
              "type": "object",
              "description": "How units agree with the plan's assignment; only where it can be checked. Lists are by variant of a unit's first row, control first.",
              "properties": {
                "moved": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Units whose variant changed with the split of the phases."
                },
                "checked": {
                  "type": "array",
                  "items": {"type": "integer", "minimum": 0},
                  "description": "Units held against the hash."
                },
                "mismatched": {
                  "type": "array",
                  "items": {"type": "integer", "minimum": 0},
                  "description": "Those seen in a variant the hash does not give them."
                },
                "dropped": {
                  "type": "array",
                  "items": {"type": "integer", "minimum": 0},
                  "description": "Units left out because their hash falls where the split changed."
                }
              },
              "required": ["checked", "dropped", "mismatched", "moved"],
              "additionalProperties": false
            },
            "damage": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "file": {"type": "string"},
                  "byte": {"type": "integer", "minimum": 0},
                  "cause": {"type": "string"}
                },
                "required": ["byte", "cause", "file"],
                "additionalProperties": false
              }
            },
            "labels": {"anyOf": [{"$ref": "#/$defs/labels"}, {"type": "null"}]},
            "prePeriod": {"$ref": "#/$defs/labels"}
          },
          "required": [
            "arms",
            "damage",
            "firstTime",
            "labels",
            "lastTime",
            "rowErrors",
            "rows",
            "unitColumn",
            "unitsInSeveralVariants",
            "unknownVariants"
          ],
          "additionalProperties": false
        },
        "rowErrors": {
          "type": "object",
          "properties": {
            "total": {"type": "integer", "minimum": 0},
            "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
            "examples": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "code": {"type": "string"},
                  "file": {"type": "string"},
                  "line": {"type": "integer", "minimum": 0},
                  "column": {"type": ["string", "null"]},
                  "value": {"type": "string"}
                },
                "required": ["code", "column", "file", "line", "value"],
                "additionalProperties": false
              }
            }
          },
          "required": ["counts", "examples", "total"],
          "additionalProperties": false
        },
        "labels": {
          "type": "object",
          "description": "How labels from a file of their own met the rows of the log.",
          "properties": {
            "keys": {"type": "integer", "minimum": 0},
            "matchedRows": {"type": "integer", "minimum": 0},
            "unmatchedRows": {"type": "integer", "minimum": 0},
            "conflictingKeys": {"type": "integer", "minimum": 0},
            "keysWithoutRow": {"type": "integer", "minimum": 0},
            "repeatedRows": {"type": "integer", "minimum": 0},
            "rowsRead": {"type": "integer", "minimum": 0},
            "rowErrors": {"$ref": "#/$defs/rowErrors"}
          },
          "required": [
            "conflictingKeys",
            "keys",
            "keysWithoutRow",
            "matchedRows",
            "repeatedRows",
            "rowErrors",
            "rowsRead",
            "unmatchedRows"
          ],
          "additionalProperties": false
        },
        "sampleRatio": {
          "type": "object",
          "description": "Whether the variants received units as planned; the sequential p-value decides.",
          "properties": {
            "observed": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "expected": {"type": "array", "items": {"type": "number"}},
            "sequentialPValue": {"type": "number", "minimum": 0, "maximum": 1},
            "logBayesFactor": {"type": ["number", "null"]},
            "fixedPValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "significance": {"type": "number", "minimum": 0, "maximum": 1},
            "mismatch": {"type": "boolean"}
          },
          "required": [
            "expected",
            "fixedPValue",
            "logBayesFactor",
            "mismatch",
            "observed",
            "sequentialPValue",
            "significance"
          ],
          "additionalProperties": false
        },
        "arm": {
          "type": "object",
          "properties": {
            "units": {"type": "integer", "minimum": 0},
            "value": {"type": ["number", "null"]},
            "standardError": {"type": ["number", "null"]},
            "effectiveUnits": {"type": ["number", "null"]}
          },
          "required": ["effectiveUnits", "standardError", "units", "value"],
          "additionalProperties": false
        },
        "estimand": {
          "type": "object",
          "description": "What exactly is estimated.",
          "properties": {
            "definition": {"type": "string"},
            "aggregation": {"enum": ["row", "unit", "unit-mean"]},
            "errorRows": {"enum": ["counted", "excluded", "failure"]},
            "scale": {"enum": ["difference", "logRatio"]},
            "clock": {"enum": ["units", "variance"]},
            "window": {
              "type": "number",
              "description": "Seconds after a unit's first exposure within which its rows count; all of them where absent."
            },
            "maturity": {
              "type": "number",
              "description": "Seconds after a row within which its label counts; always where absent."
            },
            "rule": {
              "enum": ["lower bound", "estimate"],
              "description": "Of a success metric: what is held against the minimum improvement; absent for others."
            }
          },
          "required": ["aggregation", "clock", "definition", "errorRows", "scale"],
          "additionalProperties": false
        },
        "test": {
          "type": "object",
          "description": "One question a decision asks of a metric. Effects are signed so that positive is better.",
          "properties": {
            "question": {"enum": ["superiority", "nonInferiority", "harm"]},
            "method": {"enum": ["confidenceSequence", "firstEvents", "discordantPairs", "eventShare", "fixed", "groupSequential"]},
            "threshold": {"type": "string"},
            "scale": {"enum": ["difference", "logRatio"]},
            "effect": {"type": ["number", "null"]},
            "nullEffect": {"type": ["number", "null"]},
            "standardError": {"type": ["number", "null"]},
            "limit": {"type": ["number", "null"]},
            "logEValue": {"type": ["number", "null"]},
            "pValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "significance": {"type": "number", "minimum": 0, "maximum": 1},
            "holds": {"type": "boolean"},
            "tooFewEffectiveUnits": {"type": ["number", "null"]},
            "missingBound": {
              "type": "number",
              "description": "By how much labels that are missing could lower the effect; it is in the limit and the p-value. Only where there is such a bound."
            },
            "looks": {
              "type": "array",
              "description": "Of a test in groups: the looks that were taken.",
              "items": {
                "type": "object",
                "properties": {
                  "at": {"type": "string", "format": "date-time"},
                  "information": {"type": "number"},
                  "fraction": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1,
                    "description": "The share of what there is to spend that may have been spent by then."
                  },
                  "statistic": {"type": "number"},
                  "boundary": {
                    "type": ["number", "null"],
                    "description": "The statistic crosses from here on; null where there was nothing to spend."
                  },
                  "spent": {"type": "number", "minimum": 0, "maximum": 1},
                  "futilityBoundary": {"type": ["number", "null"]}
                },
                "required": [
                  "at",
                  "boundary",
                  "fraction",
                  "futilityBoundary",
                  "information",
                  "spent",
                  "statistic"
                ],
                "additionalProperties": false
              }
            }
          },
          "required": [
            "effect",
            "holds",
            "limit",
            "logEValue",
            "method",
            "nullEffect",
            "pValue",
            "question",
            "scale",
            "significance",
            "standardError",
            "threshold",
            "tooFewEffectiveUnits"
          ],
          "additionalProperties": false
        },
        "classical": {
          "type": "object",
          "description": "The same comparison as if this were the only look: for reading, never for the verdict.",
          "properties": {
            "method": {"type": "string"},
            "statistic": {"type": ["number", "null"]},
            "degreesOfFreedom": {"type": ["number", "null"]},
            "pValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "interval": {"$ref": "#/$defs/bounds"},
            "intervalMethod": {"type": "string"}
          },
          "required": ["degreesOfFreedom", "interval", "intervalMethod", "method", "pValue", "statistic"],
          "additionalProperties": false
        },
        "phases": {
          "type": "object",
          "description": "The effect by phase, where traffic was divided in more than one way.",
          "properties": {
            "effects": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "start": {"type": ["string", "null"]},
                  "controlUnits": {"type": "integer", "minimum": 0},
                  "treatmentUnits": {"type": "integer", "minimum": 0},
                  "difference": {"type": ["number", "null"]},
                  "standardError": {"type": ["number", "null"]}
                },
                "required": ["controlUnits", "difference", "standardError", "start", "treatmentUnits"],
                "additionalProperties": false
              }
            },
            "heterogeneityPValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "pooledDifference": {"type": ["number", "null"]},
            "pooledStandardized": {"type": ["number", "null"]},
            "stratifiedStandardized": {"type": ["number", "null"]},
            "isReversedByPooling": {"type": "boolean"}
          },
          "required": [
            "effects",
            "heterogeneityPValue",
            "isReversedByPooling",
            "pooledDifference",
            "pooledStandardized",
            "stratifiedStandardized"
          ],
          "additionalProperties": false
        },
        "adjustment": {
          "type": "object",
          "description": "What columns known before the experiment took off, where the plan names some.",
          "properties": {
            "covariates": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "column": {"type": "string"},
                  "use": {"enum": ["used", "constant", "collinear", "variesWithinUnits", "missing"]},
                  "slope": {"type": ["number", "null"]}
                },
                "required": ["column", "slope", "use"],
                "additionalProperties": false
              }
            },
            "unadjustedDifference": {"type": ["number", "null"]},
            "unadjustedStandardError": {"type": ["number", "null"]},
            "varianceReduction": {
              "type": ["number", "null"],
              "description": "The share of the difference's variance that was taken off."
            }
          },
          "required": [
            "covariates",
            "unadjustedDifference",
            "unadjustedStandardError",
            "varianceReduction"
          ],
          "additionalProperties": false
        },
        "beyondLimits": {
          "type": "object",
          "description": "The shares beyond the limits that the plan holds values within.",
          "properties": {
            "level": {"enum": ["row", "unit"]},
            "control": {"type": "number", "minimum": 0, "maximum": 1},
            "treatment": {"type": "number", "minimum": 0, "maximum": 1}
          },
          "required": ["control", "level", "treatment"],
          "additionalProperties": false
        },
        "balance": {
          "type": "object",
          "description": "Whether the arms were alike before the experiment, in one covariate.",
          "properties": {
            "column": {"type": "string"},
            "control": {"type": ["number", "null"], "description": "The mean over units that have a value."},
            "treatment": {"type": ["number", "null"]},
            "controlShare": {"type": "number", "description": "The share of units that have a value."},
            "treatmentShare": {"type": "number"},
            "pValue": {"type": "number", "minimum": 0, "maximum": 1},
            "significance": {"type": "number", "minimum": 0, "maximum": 1}
          },
          "required": [
            "column",
            "control",
            "controlShare",
            "pValue",
            "significance",
            "treatment",
            "treatmentShare"
          ],
          "additionalProperties": false
        },
        "breakdown": {
          "type": "object",
          "description": "One metric within the values of a column: for reading, never for the verdict.",
          "properties": {
            "metric": {"type": "string"},
            "column": {"type": "string"},
            "level": {"type": "number", "description": "Of all intervals together."},
            "heterogeneityPValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "entries": {
              "type": ["array", "null"],
              "description": "Null where the column has too many values.",
              "items": {
                "type": "object",
                "properties": {
                  "segment": {"enum": ["value", "other", "missing"]},
                  "value": {"type": "string"},
                  "values": {"type": "integer", "minimum": 1, "description": "How many others there are."},
                  "controlUnits": {"type": "integer", "minimum": 0},
                  "treatmentUnits": {"type": "integer", "minimum": 0},
                  "control": {"type": ["number", "null"]},
                  "treatment": {"type": ["number", "null"]},
                  "difference": {"type": ["number", "null"]},
                  "standardError": {"type": ["number", "null"]},
                  "interval": {
                    "anyOf": [{"$ref": "#/$defs/bounds"}, {"type": "null"}],
                    "description": "Null below the floor of effective units."
                  },
                  "findings": {"type": "array", "items": {"enum": ["opposite", "harm"]}}
                },
                "required": [
                  "control",
                  "controlUnits",
                  "difference",
                  "findings",
                  "interval",
                  "segment",
                  "standardError",
                  "treatment",
                  "treatmentUnits"
                ],
                "additionalProperties": false
              }
            }
          },
          "required": ["column", "entries", "heterogeneityPValue", "level", "metric"],
          "additionalProperties": false
        },
        "comparison": {
          "type": "object",
          "properties": {
            "difference": {"type": ["number", "null"], "description": "Treatment minus control."},
            "differenceStandardError": {"type": ["number", "null"]},
            "differenceInterval": {"anyOf": [{"$ref": "#/$defs/bounds"}, {"type": "null"}]},
            "relativeChange": {"type": ["number", "null"], "description": "Treatment divided by control, minus 1."},
            "relativeInterval": {"anyOf": [{"$ref": "#/$defs/bounds"}, {"type": "null"}]},
            "clock": {"type": ["number", "null"]},
            "targetClock": {"type": ["number", "null"]},
            "tests": {"type": "array", "items": {"$ref": "#/$defs/test"}},
            "classical": {"anyOf": [{"$ref": "#/$defs/classical"}, {"type": "null"}]},
            "phases": {"anyOf": [{"$ref": "#/$defs/phases"}, {"type": "null"}]},
            "adjustment": {"$ref": "#/$defs/adjustment"},
            "beyondLimits": {"$ref": "#/$defs/beyondLimits"}
          },
          "required": [
            "classical",
            "clock",
            "difference",
            "differenceInterval",
            "differenceStandardError",
            "phases",
            "relativeChange",
            "relativeInterval",
            "targetClock",
            "tests"
          ],
          "additionalProperties": false
        },
        "metric": {
          "type": "object",
          "properties": {
            "name": {"type": "string"},
            "kind": {"enum": ["mean", "proportion", "ratio", "accuracy", "rate", "quantile"]},
            "role": {"enum": ["success", "guardrail", "monitor"]},
            "better": {"enum": ["higher", "lower"]},
            "critical": {"type": "boolean"},
            "status": {
              "enum": ["harmShown", "proven", "notProven", "tooFewUnits", "notComputable", "reported"]
            },
            "estimand": {"$ref": "#/$defs/estimand"},
            "control": {"anyOf": [{"$ref": "#/$defs/arm"}, {"type": "null"}]},
            "treatment": {"anyOf": [{"$ref": "#/$defs/arm"}, {"type": "null"}]},
            "comparison": {
              "anyOf": [{"$ref": "#/$defs/comparison"}, {"type": "null"}],
              "description": "Null where the metric has no value."
            },
            "notComputable": {
              "anyOf": [{"$ref": "#/$defs/metricCause"}, {"type": "null"}],
              "description": "Null where the metric has a value."
            },
            "complete": {
              "type": "object",
              "description": "Where units enter once they are complete: how many are, and how many there are in both arms.",
              "properties": {
                "control": {"type": "integer", "minimum": 0},
                "treatment": {"type": "integer", "minimum": 0},
                "units": {"type": "integer", "minimum": 0}
              },
              "required": ["control", "treatment", "units"],
              "additionalProperties": false
            },
            "harmSoFar": {
              "$ref": "#/$defs/test",
              "description": "Where units enter once they are complete: the test for harm on all there is so far."
            }
          },
          "required": [
            "better",
            "comparison",
            "control",
            "critical",
            "estimand",
            "kind",
            "name",
            "notComputable",
            "role",
            "status",
            "treatment"
          ],
          "additionalProperties": false
        },
        "treatment": {
          "type": "object",
          "properties": {
            "variant": {"type": "string"},
            "promotionPValue": {
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1,
              "description": "Anytime p-value that this treatment may be promoted."
            },
            "metrics": {"type": "array", "items": {"$ref": "#/$defs/metric"}},
            "outlook": {"anyOf": [{"$ref": "#/$defs/outlook"}, {"type": "null"}]},
            "covariates": {"type": "array", "items": {"$ref": "#/$defs/balance"}},
            "segments": {"type": "array", "items": {"$ref": "#/$defs/breakdown"}}
          },
          "required": ["metrics", "outlook", "promotionPValue", "variant"],
          "additionalProperties": false
        },
        "outlook": {
          "type": "object",
          "description": "What a treatment that is not promoted lacks, and how likely it is to get it. Dates are at the log's own pace.",
          "properties": {
            "probability": {
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1,
              "description": "At most this likely to be promoted by the end, were the present estimates the truth."
            },
            "by": {"type": ["string", "null"], "format": "date-time"},
            "limitedBy": {
              "type": ["string", "null"],
              "description": "The metric that makes it no likelier."
            },
            "needs": {"type": "array", "items": {"$ref": "#/$defs/need"}}
          },
          "required": ["by", "limitedBy", "needs", "probability"],
          "additionalProperties": false
        },
        "need": {
          "description": "One thing that is missing for a promotion.",
          "oneOf": [
            {
              "type": "object",
              "properties": {
                "code": {"const": "units"},
                "variant": {"type": "string"},
                "unitsMissing": {"type": "integer", "minimum": 0},
                "expectedAt": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "expectedAt", "unitsMissing", "variant"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "completeUnits"},
                "metric": {"type": "string"},
                "unitsMissing": {"type": "integer", "minimum": 0},
                "expectedAt": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "expectedAt", "metric", "unitsMissing"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "time"},
                "seconds": {"type": "number"},
                "until": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "seconds", "until"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "effect"},
                "metric": {"type": "string"},
                "question": {"enum": ["superiority", "nonInferiority", "harm"]},
                "additional": {"type": ["number", "null"], "minimum": 0},
                "scale": {"enum": ["difference", "logRatio"]},
                "unitsMissing": {"type": ["integer", "null"], "minimum": 0},
                "expectedAt": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["additional", "code", "expectedAt", "metric", "question", "scale", "unitsMissing"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "effectiveUnits"},
                "metric": {"type": "string"},
                "effective": {"type": "number"},
                "required": {"type": "number"},
                "unitsMissing": {"type": ["integer", "null"], "minimum": 0},
                "expectedAt": {"type": ["string", "null"], "format": "date-time"}
              },
              "required": ["code", "effective", "expectedAt", "metric", "required", "unitsMissing"],
              "additionalProperties": false
            },
            {
              "type": "object",
              "properties": {
                "code": {"const": "value"},
                "metric": {"type": "string"}
              },
              "required": ["code", "metric"],
              "additionalProperties": false
            }
          ]
        },
        "ramp": {
          "type": "object",
          "description": "The next weight of a treatment, in per cent of traffic.",
          "properties": {
            "current": {"type": "number"},
            "next": {"type": "number"},
            "earliest": {"type": ["string", "null"], "format": "date-time"}
          },
          "required": ["current", "earliest", "next"],
          "additionalProperties": false
        },
        "column": {
          "type": "object",
          "properties": {
            "column": {"type": "string"},
            "kind": {"enum": ["numeric", "categorical"]},
            "status": {"enum": ["noChangeSeen", "withinTolerance", "drift", "cannotTell"]},
            "causes": {
              "type": "array",
              "items": {
                "description": "Why a column has its status.",
                "oneOf": [
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "psiAboveTolerance"},
                      "text": {"type": "string"},
                      "psi": {"type": "number"},
                      "lower": {"type": ["number", "null"]},
                      "tolerance": {"type": "number"}
                    },
                    "required": ["code", "lower", "psi", "text", "tolerance"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "categoryShare"},
                      "text": {"type": "string"},
                      "category": {"type": "string"},
                      "reference": {"type": "number"},
                      "current": {"type": "number"},
                      "factor": {"type": "number"}
                    },
                    "required": ["category", "code", "current", "factor", "reference", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "missingShare"},
                      "text": {"type": "string"},
                      "reference": {"type": "number"},
                      "current": {"type": "number"},
                      "tolerance": {"type": "number"}
                    },
                    "required": ["code", "current", "reference", "text", "tolerance"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "typeChanged"},
                      "text": {"type": "string"},
                      "referenceType": {"type": "string"},
                      "currentType": {"type": "string"}
                    },
                    "required": ["code", "currentType", "referenceType", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "columnVanished"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "columnAppeared"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "tooFewRows"},
                      "text": {"type": "string"},
                      "smallestExpected": {"type": "number"}
                    },
                    "required": ["code", "smallestExpected", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "tooManyCategories"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "intervalCoversTolerance"},
                      "text": {"type": "string"},
                      "lower": {"type": ["number", "null"]},
                      "upper": {"type": ["number", "null"]},
                      "tolerance": {"type": "number"}
                    },
                    "required": ["code", "lower", "text", "tolerance", "upper"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "missingShareUnclear"},
                      "text": {"type": "string"},
                      "reference": {"type": "number"},
                      "current": {"type": "number"},
                      "upper": {"type": ["number", "null"]},
                      "tolerance": {"type": "number"}
                    },
                    "required": ["code", "current", "reference", "text", "tolerance", "upper"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "categoryShareUnclear"},
                      "text": {"type": "string"},
                      "category": {"type": "string"},
                      "reference": {"type": "number"},
                      "current": {"type": "number"},
                      "factor": {"type": "number"}
                    },
                    "required": ["category", "code", "current", "factor", "reference", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {
                      "code": {"const": "rareCategories"},
                      "text": {"type": "string"},
                      "share": {"type": "number"}
                    },
                    "required": ["code", "share", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "columnUnknown"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "statistics"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "properties": {"code": {"const": "onlyPresenceCompared"}, "text": {"type": "string"}},
                    "required": ["code", "text"],
                    "additionalProperties": false
                  }
                ]
              }
            },
            "psi": {"type": ["number", "null"]},
            "debiasedPsi": {"type": ["number", "null"]},
            "psiInterval": {"anyOf": [{"$ref": "#/$defs/bounds"}, {"type": "null"}]},
            "noiseFloor": {"type": ["number", "null"]},
            "klDivergence": {"type": ["number", "null"]},
            "jensenShannon": {"type": ["number", "null"]},
            "kolmogorovSmirnov": {"type": ["number", "null"]},
            "pValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "adjustedPValue": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "referenceMissing": {"type": "number", "minimum": 0, "maximum": 1},
            "currentMissing": {"type": "number", "minimum": 0, "maximum": 1},
            "newCategories": {"type": "array", "items": {"type": "string"}},
            "vanishedCategories": {"type": "array", "items": {"type": "string"}},
            "bins": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "label": {"type": "string"},
                  "referenceCount": {"type": "integer", "minimum": 0},
                  "currentCount": {"type": "integer", "minimum": 0}
                },
                "required": ["currentCount", "label", "referenceCount"],
                "additionalProperties": false
              }
            }
          },
          "required": [
            "adjustedPValue",
            "bins",
            "causes",
            "column",
            "currentMissing",
            "debiasedPsi",
            "jensenShannon",
            "kind",
            "klDivergence",
            "kolmogorovSmirnov",
            "newCategories",
            "noiseFloor",
            "pValue",
            "psi",
            "psiInterval",
            "referenceMissing",
            "status",
            "vanishedCategories"
          ],
          "additionalProperties": false
        },
        "measurement": {
          "type": "object",
          "description": "A mean over paired requests, clustered by unit; the interval holds at all looks at once.",
          "properties": {
            "units": {"type": "integer", "minimum": 0},
            "value": {"type": "number"},
            "standardError": {"type": "number"},
            "interval": {"$ref": "#/$defs/bounds"}
          },
          "required": ["interval", "standardError", "units", "value"],
          "additionalProperties": false
        },
        "shadow": {
          "type": "object",
          "description": "Of strategy shadow: how the answers to the same requests compare.",
          "properties": {
            "pairs": {
              "type": "object",
              "description": "How requests found their second answer.",
              "properties": {
                "both": {"type": "integer", "minimum": 0},
                "logOnly": {"type": "integer", "minimum": 0},
                "shadowOnly": {
                  "type": ["integer", "null"],
                  "description": "Null where rows of the log were left out."
                },
                "missingShare": {"type": "number", "minimum": 0, "maximum": 1},
                "tolerated": {"type": "number", "minimum": 0, "maximum": 1},
                "repeatedRows": {"type": "integer", "minimum": 0},
                "shadowKeys": {"type": "integer", "minimum": 0},
                "conflictingKeys": {"type": "integer", "minimum": 0},
                "rowsRead": {"type": "integer", "minimum": 0},
                "rowErrors": {"$ref": "#/$defs/rowErrors"}
              },
              "required": [
                "both",
                "conflictingKeys",
                "logOnly",
                "missingShare",
                "repeatedRows",
                "rowErrors",
                "rowsRead",
                "shadowKeys",
                "shadowOnly",
                "tolerated"
              ],
              "additionalProperties": false
            },
            "agreement": {
              "anyOf": [
                {
                  "type": "object",
                  "description": "How often both answered alike; the p-values hold at any number of looks.",
                  "properties": {
                    "share": {"$ref": "#/$defs/measurement"},
                    "required": {"type": ["number", "null"]},
                    "pValue": {"type": ["number", "null"]},
                    "missedPValue": {"type": ["number", "null"]}
                  },
                  "required": ["missedPValue", "pValue", "required", "share"],
                  "additionalProperties": false
                },
                {"type": "null"}
              ]
            },
            "scoreDifference": {"anyOf": [{"$ref": "#/$defs/measurement"}, {"type": "null"}]},
            "scoreDistance": {"anyOf": [{"$ref": "#/$defs/measurement"}, {"type": "null"}]},
            "discordance": {
              "type": "array",
              "description": "McNemar: requests, or units, for which just one of both counts an event, or counts more.",
              "items": {
                "type": "object",
                "properties": {
                  "metric": {"type": "string"},
                  "more": {"type": "integer", "minimum": 0},
                  "less": {"type": "integer", "minimum": 0},
                  "pValue": {"type": ["number", "null"], "description": "Exact, for a single look."},
                  "anytimePValue": {
                    "type": ["number", "null"],
                    "description": "For any number of looks; null where units hold several requests."
                  }
                },
                "required": ["anytimePValue", "less", "metric", "more", "pValue"],
                "additionalProperties": false
              }
            },
            "slices": {
              "type": "array",
              "description": "Disagreement by the values of named columns; the intervals hold together.",
              "items": {
                "type": "object",
                "properties": {
                  "column": {"type": "string"},
                  "value": {"type": "string"},
                  "requests": {"type": "integer", "minimum": 0},
                  "disagreement": {"$ref": "#/$defs/measurement"}
                },
                "required": ["column", "disagreement", "requests", "value"],
                "additionalProperties": false
              }
            },
            "unslicedColumns": {
              "type": "array",
              "description": "Columns whose values are too many to slice by.",
              "items": {"type": "string"}
            },
            "areas": {
              "anyOf": [
                {
                  "type": "object",
                  "description": "The areas under both ROC curves; lower and the first two p-values hold at any number of looks.",
                  "properties": {
                    "requests": {"type": "integer", "minimum": 0},
                    "positives": {"type": "integer", "minimum": 0},
                    "units": {"type": "integer", "minimum": 0},
                    "control": {"type": "number"},
                    "treatment": {"type": "number"},
                    "difference": {"type": "number"},
                    "standardError": {"type": "number"},
                    "margin": {"type": "number"},
                    "lower": {"type": ["number", "null"]},
                    "pValue": {"type": "number"},
                    "missedPValue": {"type": "number"},
                    "classicalPValue": {
                      "type": ["number", "null"],
                      "description": "DeLong's test that they are equal, for a single look."
                    }
                  },
                  "required": [
                    "classicalPValue",
                    "control",
                    "difference",
                    "lower",
                    "margin",
                    "missedPValue",
                    "pValue",
                    "positives",
                    "requests",
                    "standardError",
                    "treatment",
                    "units"
                  ],
                  "additionalProperties": false
                },
                {"type": "null"}
              ]
            },
            "answers": {"anyOf": [{"$ref": "#/$defs/column"}, {"type": "null"}]}
          },
          "required": [
            "agreement",
            "answers",
            "areas",
            "discordance",
            "pairs",
            "scoreDifference",
            "scoreDistance",
            "slices",
            "unslicedColumns"
          ],
          "additionalProperties": false
        },
        "decision": {
          "type": "object",
          "description": "What `assay gate` and `assay analyze` answer.",
          "properties": {
            "kind": {"const": "decision"},
            "schemaVersion": {"const": 1},
            "plan": {"$ref": "#/$defs/plan"},
            "verdict": {"enum": ["promote", "continue", "stop", "rollback", "invalid"]},
            "exitCode": {
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 255,
              "description": "Null where the command gives no verdict code."
            },
            "exitMap": {"enum": ["default", "strict", "guard", "rollback-hook", "nagios", "airflow", null]},
            "promoted": {
              "type": ["string", "null"],
              "description": "The treatment to promote, where the verdict is promote."
            },
            "state": {
              "type": "object",
              "description": "Where the experiment stands.",
              "properties": {
                "name": {"enum": ["collecting", "ongoing", "success", "failed"]},
                "progress": {
                  "type": ["number", "null"],
                  "minimum": 0,
                  "maximum": 1,
                  "description": "While collecting: how much of the least advanced minimum is reached."
                }
              },
              "required": ["name", "progress"],
              "additionalProperties": false
            },
            "outcome": {"enum": ["wins", "loses", "inconclusive"]},
            "policy": {
              "enum": ["prove", "catch", null],
              "description": "What promotion asks for, where the plan says so."
            },
            "reasons": {
              "type": "array",
              "items": {"$ref": "#/$defs/reason"},
              "description": "The first ones carry the verdict."
            },
            "rules": {
              "type": "array",
              "items": {
                "enum": [
                  "harm",
                  "validity",
                  "deterioration",
                  "minimumSample",
                  "success",
                  "futility",
                  "undecided"
                ]
              }
            },
            "budgets": {"$ref": "#/$defs/budgets"},
            "sample": {"$ref": "#/$defs/sample"},
            "sampleRatio": {"anyOf": [{"$ref": "#/$defs/sampleRatio"}, {"type": "null"}]},
            "treatments": {"type": "array", "items": {"$ref": "#/$defs/treatment"}},
            "ramp": {"anyOf": [{"$ref": "#/$defs/ramp"}, {"type": "null"}]},
            "shadow": {"$ref": "#/$defs/shadow"}
          },
          "required": [
            "budgets",
            "exitCode",
            "exitMap",
            "kind",
            "outcome",
            "plan",
            "policy",
            "promoted",
            "ramp",
            "reasons",
            "rules",
            "sample",
            "sampleRatio",
            "schemaVersion",
            "state",
            "treatments",
            "verdict"
          ],
          "additionalProperties": false
        },
        "drift": {
          "type": "object",
          "description": "What `assay drift` answers.",
          "properties": {
            "kind": {"const": "drift"},
            "schemaVersion": {"const": 1},
            "plan": {"$ref": "#/$defs/plan"},
            "verdict": {"enum": ["stable", "cannotTell", "drift", "invalid"]},
            "exitCode": {"type": "integer", "minimum": 0, "maximum": 255},
            "exitMap": {"enum": ["default", "strict", "guard", "rollback-hook", "nagios", "airflow"]},
            "reasons": {"type": "array", "items": {"$ref": "#/$defs/reason"}},
            "referenceRows": {"type": "integer", "minimum": 0},
            "currentRows": {"type": "integer", "minimum": 0},
            "textbook": {"type": "boolean"},
            "significance": {"type": "number", "minimum": 0, "maximum": 1},
            "columns": {"type": "array", "items": {"$ref": "#/$defs/column"}}
          },
          "required": [
            "columns",
            "currentRows",
            "exitCode",
            "exitMap",
            "kind",
            "plan",
            "reasons",
            "referenceRows",
            "schemaVersion",
            "significance",
            "textbook",
            "verdict"
          ],
          "additionalProperties": false
        }
      }
    }

    """#
}
