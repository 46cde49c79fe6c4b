import AssayTestSupport
import Foundation
import Summaries
import Testing

/// A summary of a whole is that of its parts, whatever the parts and their order.
struct MergeLawTests {
  private let numbers: [Double] = {
    var random = SplitMix64(seed: 99)
    return (0..<500).map { _ in 1e6 + Double.random(in: 0...1, using: &random) }
  }()

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  @Test(arguments: [1, 2, 3, 7, 500])
  func moments(_ parts: Int) throws {
    let (whole, merged) = summarizedWholeAndInParts(Moments(), numbers, parts: parts)
    #expect(whole.count == merged.count)
    // Sums in twice the digits: only the last rounding may differ.
    #expect(isClose(whole.mean, merged.mean, 3e-16))
    #expect(isClose(whole.centeredSquares, merged.centeredSquares, 3e-16))
    var twoPass = 0.0
    let mean = numbers.reduce(0) { $0 + ($1 - 1e6) } / 500 + 1e6
    for x in numbers { twoPass += (x - mean) * (x - mean) }
    #expect(isClose(merged.centeredSquares, twoPass, 1e-9))
    var withEmpty = merged
    withEmpty.merge(Moments())
    #expect(withEmpty == merged)
    var empty = Moments()
    empty.merge(merged)
    #expect(empty == merged)
  }

  @Test(arguments: [1, 2, 3, 7, 250])
  func bivariateMoments(_ parts: Int) throws {
    let pairs = zip(numbers.prefix(250), numbers.suffix(250)).map {
      (x: $0 - 1e6, y: $1 - 1e6 + $0)
    }
    let (whole, merged) = summarizedWholeAndInParts(BivariateMoments(), pairs, parts: parts)
    let meanX = pairs.reduce(0) { $0 + $1.x } / 250
    let meanY = pairs.reduce(0) { $0 + ($1.y - 1e6) } / 250 + 1e6
    let shifted = BivariateMoments(count: 250, shiftX: pairs[0].x, shiftY: pairs[0].y) { p, q in
      pairs.reduce(0) { sum, pair in
        sum + pow(pair.x - pairs[0].x, Double(p)) * pow(pair.y - pairs[0].y, Double(q))
      }
    }
    for p in 0...4 {
      for q in 0...4 where p + q >= 2 && p + q <= 4 {
        var twoPass = 0.0
        var scale = 0.0
        for pair in pairs {
          let term = pow(pair.x - meanX, Double(p)) * pow(pair.y - meanY, Double(q))
          twoPass += term
          scale += abs(term)
        }
        // Relative to the sum of magnitudes: odd sums nearly cancel.
        for found in [whole, merged, shifted] {
          #expect(abs(found.centralSum(p, q) - twoPass) <= 1e-8 * scale, "\(p), \(q)")
        }
      }
    }
    var withEmpty = merged
    withEmpty.merge(BivariateMoments())
    #expect(withEmpty == merged)
  }

  @Test(arguments: [1, 2, 5, 300])
  func categoryCounts(_ parts: Int) throws {
    let texts = (0..<300).map { "text \($0 * 7 % 23)" }
    for cap in [5, 22, 23, 100] {
      let (whole, merged) = summarizedWholeAndInParts(
        CategoryCounts(cap: cap), texts, parts: parts)
      #expect(whole == merged)
      #expect((whole.counts == nil) == (cap < 23))
      #expect(whole.count == 300)
    }
  }

  @Test func rowErrorsKeepTheFirstExamples() {
    func errors(_ lines: ClosedRange<Int>) -> RowErrors {
      var errors = RowErrors()
      for line in lines {
        errors.add(
          RowErrors.Example(
            kind: line % 2 == 0 ? .notANumber : .tooFewFields, file: "f", line: line, column: nil,
            text: ""))
      }
      return errors
    }
    var merged = errors(1...4)
    merged.merge(errors(5...30))
    #expect(merged == errors(1...30))
    #expect(merged.examples.map(\.line) == Array(1...10))
    #expect(merged.total == 30)
  }
}
