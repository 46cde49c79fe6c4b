internal import Summaries

/// When one looks at a real log, and the buckets of time that its units are told apart by.
struct LogAxis: Sendable {
  /// Seconds, which divide the looks, the phases and the plan's own buckets.
  let width: Int64
  /// Seconds between two looks.
  private let spacing: Int64

  /// - Throws: `SimulationProblem.setting` where the plan's lengths have no common one of a minute or more.
  init(_ plan: Plan) throws(SimulationProblem) {
    spacing = Int64(plan.lookSpacing)
    var width = plan.axisWidth ?? spacing
    let starts = plan.phases.dropFirst().map { abs($0.start.microseconds) / 1_000_000 }
    for length in starts + (plan.ramp == nil ? [] : [ScanLayout.secondsPerDay]) + [spacing] {
      var (a, b) = (width, length)
      while b != 0 { (a, b) = (b, a % b) }
      width = a
    }
    guard width >= Plan.shortestBucket else {
      throw .setting(
        name: "the common length of looks, windows and phases", value: Double(width),
        expected: "a minute at least, in seconds")
    }
    self.width = width
  }

  var buckets: TimeBuckets {
    .fixed(origin: Timestamp(seconds: 0), width: width * 1_000_000)
  }

  func start(of bucket: Int) -> Timestamp { Timestamp(seconds: Int64(bucket) * width) }

  /// The number since 1970 of the first look that knows all of a bucket.
  func look(knowing bucket: Int) -> Int {
    let end = (Int64(bucket) + 1) * width
    return Int((Double(end) / Double(spacing)).rounded(.up))
  }

  /// When a look is, by its number since 1970.
  func time(ofLook number: Int) -> Timestamp { Timestamp(seconds: Int64(number) * spacing) }
}
