import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Lives beside the pictures that are drawn from it.
struct ColumnShapeTests {
  /// Values of fixtures/reference/column_shape.py: NumPy.
  private struct Reference: Decodable {
    struct Shift: Decodable {
      var reference, current: Double
      var lower, upper: Double?
    }
    var reference, current: [Double]
    var referenceBand, currentBand: Double
    var shifts: [Shift]
  }

  private func cells(_ values: [Double]) -> [ValueHistogram.Cell] {
    var histogram = ValueHistogram(.adaptive(cap: 4096))
    for value in values { histogram.add(value) }
    return histogram.cells
  }

  private func drawn(_ reference: [Double], _ current: [Double]) -> ColumnShape? {
    ColumnShape(
      NumberGroups(reference: cells(reference), current: cells(current)), significance: 0.05)
  }

  @Test("D1 quantiles, their limits and the bands are those of NumPy")
  func agreesWithNumPy() throws {
    let known = try ReferenceFile.load("column_shape", as: Reference.self)
    let shape = try #require(drawn(known.reference, known.current))
    // A logarithm and a root in a different library.
    #expect(agree(shape.referenceBand, known.referenceBand, relative: 1e-14))
    #expect(agree(shape.currentBand, known.currentBand, relative: 1e-14))
    #expect(shape.shifts.count == known.shifts.count)
    for (found, expected) in zip(shape.shifts, known.shifts) {
      #expect(found.reference == expected.reference && found.current == expected.current)
      #expect(found.lower == expected.lower && found.upper == expected.upper, "\(found)")
    }
  }

  @Test("D1 every knot is a share of the values below it, and every bar counts those within it")
  func countsAgain() throws {
    let known = try ReferenceFile.load("column_shape", as: Reference.self)
    let shape = try #require(drawn(known.reference, known.current))
    for knot in shape.knots {
      let shares = [known.reference, known.current].map { values in
        (
          below: Double(values.count { $0 < knot.value }) / Double(values.count),
          upTo: Double(values.count { $0 <= knot.value }) / Double(values.count)
        )
      }
      #expect(knot.reference == shares[0].below || knot.reference == shares[0].upTo)
      #expect(knot.current == shares[1].below || knot.current == shares[1].upTo)
    }
    for (index, bar) in shape.bars.enumerated() {
      let isLast = index == shape.bars.count - 1
      let inside = { (x: Double) in x >= bar.lower && (x < bar.upper || isLast && x <= bar.upper) }
      #expect(bar.reference == known.reference.count(where: inside))
      #expect(bar.current == known.current.count(where: inside))
    }
  }

  @Test("D1 no shift is seen in two samples of one distribution more often than promised")
  func simultaneous() {
    var draws = SplitMix64(seed: 3)
    let runs = 200
    var missed = 0
    for _ in 0..<runs {
      let samples = [80, 120].map { count in (0..<count).map { _ in draws.normal() } }
      guard let shape = drawn(samples[0], samples[1]) else { continue }
      let covers = shape.shifts.allSatisfy { ($0.lower ?? -1) <= 0 && ($0.upper ?? 1) >= 0 }
      if !covers { missed += 1 }
    }
    #expect(Double(missed) / Double(runs) <= binomialBound(0.05, runs: runs))
  }

  @Test("Whole numbers have bars of whole widths; an outlier does not squeeze them")
  func bars() throws {
    let hours = (0..<2400).map { Double($0 % 24) }
    let bars = try #require(drawn(hours, hours)).bars
    #expect(bars.count == 12)
    #expect(bars.allSatisfy { $0.reference == 200 && $0.upper - $0.lower == 2 })
    let far = try #require(drawn(hours, hours + [1e12]))
    #expect(far.bars.last.map { $0.upper < 30 } == true)
    #expect(far.knots.last.map { $0.value < 30 } == true)
  }

  @Test("A log without numbers has no shape, and one number has one bar")
  func degenerate() throws {
    #expect(drawn([], [1]) == nil)
    let single = try #require(drawn([5, 5], [5]))
    #expect(single.bars.map(\.reference) == [2])
    #expect(single.shifts.allSatisfy { $0.current == $0.reference })
  }
}
