import Testing

@testable import Judge

/// Values whose powers no number can hold.
struct LargeValueTests {
  @Test("Values that overflow are called too large, not equal")
  func overflow() throws {
    var plan = Plan(name: "large", control: "a", treatments: ["b"])
    plan.metrics = [
      MetricPlan(name: "value", kind: .mean, role: .success, better: .higher, column: "value")
    ]
    plan.inference.minimumSample = 10
    func result(_ size: Double) -> MetricAnalysis.Result {
      var scan = RowScan(ScanLayout(plan).scan)
      for unit in 0..<200 {
        scan.add(
          RowScan.Row(
            unit: unit, variant: unit % 2, values: ["value": size * Double(1 + unit % 5)]))
      }
      return Judgement(plan, layout: ScanLayout(plan)).decide(scan.summary())
        .treatments[0].metrics[0].result
    }
    // Of the first the squares overflow, of the second the sums.
    for size in [1e300, 3e307] {
      guard case .notComputable(.statistics(let words)) = result(size) else {
        return #expect(Bool(false), "\(result(size))")
      }
      #expect(words.contains("too large"), "\(size)")
    }
    guard case .computed = result(1) else { return #expect(Bool(false)) }
    guard case .notComputable(.noVariation) = result(0) else { return #expect(Bool(false)) }
  }
}
