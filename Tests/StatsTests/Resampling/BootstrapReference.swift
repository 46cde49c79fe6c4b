import AssayTestSupport
import Stats

/// The resamples that R's `boot` drew, and what `boot.ci` made of them.
struct BootstrapReference: Decodable {
  struct Intervals: Decodable {
    var level: Double
    var normal, basic, percentile, accelerated: [Double]
    var studentized: [Double]?
  }
  struct Sample: Decodable {
    var name: String
    var columns: [[Double]]
    var rows: [String]
    var value, bias, standardError, acceleration, jackknifeError, jackknifeBias: Double
    var replicates: [Double]
    var intervals: [Intervals]
  }
  struct Difference: Decodable {
    var control, treatment: [Double]
    var controlRows, treatmentRows: [String]
    var value: Double
    var replicates: [Double]
    var intervals: [Intervals]
  }
  struct Groups: Decodable {
    var numerators, denominators: [Double]
    var groups: [Int]
    var value, bias, standardError: Double
  }
  struct Spread: Decodable {
    var sample: [Double]
    var plugIn, unbiased: Double
  }
  var samples: [Sample]
  var difference: Difference
  var groups: [Groups]
  var spread: Spread

  static func load() throws -> BootstrapReference { try ReferenceFile.load("resampling") }

  /// The row numbers of a line.
  static func rows(_ line: String) -> [Int] { line.split(separator: " ").compactMap { Int($0) } }
}

extension BootstrapReference.Sample {
  /// The statistic of the sample's name.
  var statistic: any SampleStatistic {
    get throws {
      switch name {
      case "mean": return try SampleMean(columns[0])
      case "median": return try SampleQuantile(columns[0])
      case "ratio": return try UnitRatio(numerators: columns[0], denominators: columns[1])
      default:
        let (x, y) = (columns[0], columns[1])
        return RowStatistic(count: x.count) { (rows) throws(StatsError) in
          try correlation(rows.map { x[$0] }, rows.map { y[$0] })
        }
      }
    }
  }
}

/// Pearson's correlation, written out.
func correlation(_ x: [Double], _ y: [Double]) throws(StatsError) -> Double {
  let n = Double(x.count)
  let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
  var (xx, xy, yy) = (0.0, 0.0, 0.0)
  for (a, b) in zip(x, y) {
    xx += (a - meanX) * (a - meanX)
    xy += (a - meanX) * (b - meanY)
    yy += (b - meanY) * (b - meanY)
  }
  guard xx > 0, yy > 0 else { throw .zeroVariance }
  return xy / (xx * yy).squareRoot()
}

/// Whether both bounds agree to a share of the interval's width, on which rounding in the data falls.
func agree(_ found: ConfidenceInterval, _ expected: [Double], _ tolerance: Double) -> Bool {
  let allowed = tolerance * (expected[1] - expected[0])
  return abs(found.lower - expected[0]) <= allowed && abs(found.upper - expected[1]) <= allowed
}
