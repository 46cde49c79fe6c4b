import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

struct NumberTextTests {
  /// `ASSAY_TEST_SCALE=60` tries ten million numbers instead of a hundred and seventy thousand.
  private let scale =
    ProcessInfo.processInfo.environment["ASSAY_TEST_SCALE"].flatMap(Int.init) ?? 1
  private let storage = Storage<UInt8>(4096, zero: 0, padding: 64)

  /// The number as the row path reads it: the short way first.
  private func read(_ text: String) -> (kind: NumberKind, value: Double) {
    let lane = storage.lane
    lane.fill(0..<64, UInt8(ascii: ","))
    var end = 8
    for byte in text.utf8 {
      lane[end] = byte
      end += 1
    }
    lane[end] = UInt8(ascii: ",")
    let general = NumberText.parse(lane, 8, end)
    if let short = NumberText.short(lane, 8, end, NumberText.powerLane) {
      #expect(general.kind == .number && general.value.bitPattern == short.bitPattern, "\(text)")
      return (.number, short)
    }
    return general
  }

  private func expectAsStrtod(_ text: String) {
    let found = read(text)
    let expected = strtod(text, nil)
    if expected.isFinite {
      let same = found.kind == .number && found.value.bitPattern == expected.bitPattern
      #expect(same, "\(text): \(found) is not \(expected)")
    } else {
      #expect(found.kind == .nonFinite, "\(text)")
    }
  }

  @Test func readsDecimalsAsStrtodDoes() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<60_000 * scale {
      let digits = Int.random(in: 1...24, using: &random)
      var text = Int.random(in: 0...2, using: &random) == 0 ? "-" : ""
      let point = Int.random(in: 0...digits, using: &random)
      for i in 0..<digits {
        if i == point { text += "." }
        text += String(Int.random(in: 0...9, using: &random))
      }
      if Int.random(in: 0...2, using: &random) == 0 {
        text += "e\(Int.random(in: -340...320, using: &random))"
      }
      expectAsStrtod(text)
    }
  }

  @Test func readsManyAtOnceAsOneByOne() {
    var random = SplitMix64(seed: 17)
    let alphabet = Array("00112233445566778899..--e x".utf8)
    let rows = 1003
    let text = Storage<UInt8>(12 * rows, zero: UInt8(ascii: ","), padding: 64)
    let edges = Storage<UInt32>(2 * rows, zero: 0)
    let (values, others) = (Storage<Double>(rows, zero: 0), Storage<UInt32>(rows, zero: 0))
    for _ in 0..<20 * scale {
      var at = 0
      for row in 0..<rows {
        edges.lane[2 * row] = UInt32(at)
        for _ in 0..<Int(random.next() % 11) {
          at += 1
          text.lane[at] = alphabet[Int(random.next() % UInt64(alphabet.count))]
        }
        at += 1
        text.lane[at] = UInt8(ascii: ",")
        edges.lane[2 * row + 1] = UInt32(at)
      }
      let view = FieldView(edges: edges.lane, stride: 2)
      let left = NumberText.readShort(
        text.lane, view, rows: rows, to: values.lane, others: others.lane, .best)
      let isLeft = Set((0..<left).map { Int(others.lane[$0]) })
      #expect(isLeft.count == left)
      for row in 0..<rows where !isLeft.contains(row) {
        let alone = NumberText.short(
          text.lane, view.start(row), view.end(row), NumberText.powerLane)
        #expect(alone?.bitPattern == values.lane[row].bitPattern)
      }
      if DelimitedStructure.Scanner.best == .avx512 {
        // The last few are left over where rows are no multiple of eight; others only if they are long.
        #expect(
          isLeft.allSatisfy { row in
            let length = view.end(row) - view.start(row)
            return row >= rows / 8 * 8 || length > 8
              || NumberText.short(text.lane, view.start(row), view.end(row), NumberText.powerLane)
                == nil
          })
      }
    }
  }

  @Test func readsEveryDoubleBack() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<30_000 * scale {
      let value = Double(bitPattern: random.next())
      if value.isFinite { expectAsStrtod("\(value)") }
      expectAsStrtod("\(Float(bitPattern: UInt32(truncatingIfNeeded: random.next() >> 34)))")
    }
  }

  /// Exactly between two doubles, and a little beside: where rounding goes wrong first.
  @Test func roundsHalfwayCasesAsStrtodDoes() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<10_000 * scale {
      let mantissa = (1 << 53) | (random.next() >> 11)
      let shift = Int.random(in: 0...10, using: &random)
      // 2m + 1 halves of a unit in the last place, times a power of two: exact in decimal.
      let halves = (mantissa << 1 | 1)
      guard halves.leadingZeroBitCount >= shift else { continue }
      let text = String(halves << UInt64(shift))
      expectAsStrtod(text)
      expectAsStrtod(text + ".0000000000000000000000000000000001")
      expectAsStrtod(text + "e-5")
      expectAsStrtod(String((halves << UInt64(shift)) - 1) + ".99999999999999999999999")
    }
    expectAsStrtod("2.4703282292062327208e-324")
    expectAsStrtod("2.47032822920623272088284396434110686182e-324")
    expectAsStrtod("1.7976931348623158079e308")
    expectAsStrtod("9007199254740993")
    expectAsStrtod("0." + String(repeating: "0", count: 400) + "1e400")
    expectAsStrtod(String(repeating: "9", count: 800) + "e-500")
  }

  @Test(arguments: ["nan", "NaN", "-nan", "inf", "-Inf", "+INFINITY", "1e999", "-1e400"])
  func knowsWhatIsNotFinite(_ text: String) { #expect(read(text).kind == .nonFinite) }

  @Test(arguments: [
    "x", "1,234", "1_000", "0x1p3", "0x10", "1e", "1e+", "e5", ".", "-", "+", "-.", "1.2.3", "1 2",
    "--1", "infin", "12a", "1e5.5", "½", "1f", "nan(1)",
  ])
  func knowsWhatIsText(_ text: String) { #expect(read(text).kind == .text) }

  @Test(arguments: [
    (" 12", 12), ("12 ", 12), ("+5", 5), (".5", 0.5), ("5.", 5), ("-.5", -0.5), ("007", 7),
    ("1E3", 1000), ("1e+3", 1000), ("-0", -0.0), ("12345678", 12_345_678),
    ("1234567.8", 1_234_567.8),
  ])
  func readsWhatIsANumber(_ text: String, _ value: Double) {
    let found = read(text)
    #expect(found.kind == .number && found.value.bitPattern == value.bitPattern)
  }

  @Test func knowsWhatIsMissing() {
    #expect(read("").kind == .missing)
    #expect(read("  ").kind == .missing)
  }
}
