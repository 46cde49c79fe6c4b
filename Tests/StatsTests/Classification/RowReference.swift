import AssayTestSupport
import Stats

/// Rows with units, and what scikit-learn and statsmodels say of them.
struct RowReference: Decodable {
  struct Metric: Decodable {
    var name: String
    var value, rowError, unitError, difference, pairedError: Double
  }
  struct Areas: Decodable {
    var control, treatment, controlError, treatmentError, covariance: Double
  }
  struct Curve: Decodable {
    var bins: Int
    var meanPrediction, labelRate: [Double]
    var counts: [Int]
    var lower, upper: [Double]
    var expectedError, maximumError, reliability, resolution, uncertainty: Double
  }
  struct Recalibration: Decodable {
    var intercept, slope, interceptError, slopeError, covariance: Double
    var interceptUnitError, slopeUnitError: Double
    var inTheLarge, inTheLargeError, likelihoodRatio: Double
  }
  struct Top: Decodable {
    var k: Int
    var precision, recall, lift: Double
    var precisionError: Double?
  }
  struct Rows: Decodable {
    var labels: [Bool]
    var control, treatment: [Double]
    var units: [Int]
    var threshold: Double
    var metrics: [Metric]
    var areas: Areas
    var uniform, quantile: Curve
    var recalibration: Recalibration
    var spiegelhalter: Double
    var top: [Top]

    var controlRows: LabelledScores {
      get throws { try LabelledScores(scores: control, labels: labels) }
    }
    var treatmentRows: LabelledScores {
      get throws { try LabelledScores(scores: treatment, labels: labels) }
    }
  }
  struct Matrix: Decodable {
    struct Value: Decodable {
      var name: String
      var value, error: Double
    }
    var counts: [[Int]]
    var estimates: [Value]
  }
  var rows: [Rows]
  var matrices: [Matrix]

  static func load() throws -> RowReference { try ReferenceFile.load("classification_rows") }
}
