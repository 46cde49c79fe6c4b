import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

/// What a profile's file must not be read for: something that was not written.
@Suite struct ProfileFileTests {
  private let text = ProfileSample.profile(0..<100).text

  /// The text with a change that a careful forger would make: the seal is that of the new text.
  private func forged(_ before: String, _ after: String, in text: String) -> String {
    let body = String(text.dropLast(FileSeal.length))
    let changed = body.replacing(before, with: after, maxReplacements: 1)
    #expect(changed != body, "\(before)")
    return FileSeal.sealed(changed + "}")
  }

  private func cause(_ text: String) -> String {
    do throws(ProfileError) {
      _ = try LogProfile(text: Array(text.utf8))
      return "none"
    } catch {
      switch error {
      case .malformed(let cause): return cause
      default: return "\(error)"
      }
    }
  }

  @Test("D2 a profile cut short at any byte is refused")
  func truncated() {
    let bytes = Array(ProfileSample.profile(0..<6).text.utf8)
    for end in bytes.indices {
      #expect(throws: ProfileError.self) { try LogProfile(text: Array(bytes[..<end])) }
    }
    #expect(throws: Never.self) { try LogProfile(text: bytes) }
    #expect(throws: ProfileError.self) { try LogProfile(text: bytes + [10]) }
  }

  @Test("D2 a profile with any byte changed is refused")
  func flipped() {
    let bytes = Array(text.utf8)
    var generator = SplitMix64(seed: 11)
    for _ in 0..<600 {
      var changed = bytes
      let position = Int(generator.uniform() * Double(bytes.count))
      changed[position] ^= UInt8(1) << UInt8(generator.next() % 8)
      #expect(throws: ProfileError.self, "byte \(position)") { try LogProfile(text: changed) }
    }
  }

  @Test("D2 a profile whose numbers were changed, and sealed anew, is refused or adds up")
  func forgeries() throws {
    let body = Array(text.utf8.dropLast(FileSeal.length))
    var generator = SplitMix64(seed: 12)
    let plan = ProfileSample.plan
    for _ in 0..<600 {
      var changed = body
      let position = Int(generator.uniform() * Double(body.count))
      changed[position] = UInt8(32 + Int(generator.uniform() * 95))
      let sealed = FileSeal.sealed(String(decoding: changed, as: UTF8.self) + "}")
      guard let read = try? LogProfile(text: Array(sealed.utf8)) else { continue }
      for column in read.columns {
        #expect(
          column.rows == column.missing + column.numbers + column.nonFinite + column.texts)
        #expect(column.moments.count == column.histogram.count)
        #expect(column.categories.count == column.rows - column.missing)
      }
      _ = try DriftAnalysis(plan, identity: plan.identity)
        .decide(reference: read.summary, current: read.summary)
    }
  }

  /// In the columns' order by name: code, name, wide, x.
  ///
  /// Of the hundred rows ten lack x.
  @Test(
    "D2 profiles whose numbers contradict each other are refused with the place and the cause",
    arguments: [
      (#""assayProfile":2"#, #""assayProfile":3"#, "unknownVersion(3)"),
      (#""assayProfile":2"#, #""assayProfile":1"#, "unknownVersion(1)"),
      (#""counted":100"#, #""counted":-1"#, "counted is -1, which is no number of rows"),
      (#""counted":100"#, #""counted":99"#, "its columns have 99 rows, and 100 were used"),
      (#""read":100"#, #""read":99"#, "it has 100 rows of 99 that were read"),
      (
        #""missing":10"#, #""missing":11"#,
        "the column \"x\": its categories have 90 rows, and 89 have a value"
      ),
      (
        #""nonFinite":0"#, #""nonFinite":-1"#,
        "the column \"code\": nonFinite is -1, which is no number of rows"
      ),
      (
        #""nonFinite":0"#, #""nonFinite":9007199254740993"#,
        "the column \"code\": nonFinite is 9007199254740993, which is no number of rows"
      ),
      (
        #""nonFinite":0"#, #""nonFinite":1"#,
        "the column \"code\": it has 101 rows, and the profile 100"
      ),
      (#""name":"x""#, #""name":"code""#, "the column \"code\" stands there twice"),
      (#""mantissaBits":52"#, #""mantissaBits":53"#, "the column \"code\": its cells are none"),
      (
        #""counts":["#, #""counts":[1,"#,
        "the column \"code\": it has 4 cells and 5 counts"
      ),
      (
        #""counts":[25"#, #""counts":[0"#,
        "the column \"code\": counts[0] is 0, which is no number of rows in a cell"
      ),
      (
        #""counts":[25"#, #""counts":[24"#,
        "the column \"code\": it has 99 rows, and the profile 100"
      ),
      (
        #""values":[0,1"#, #""values":[1,1"#,
        "the column \"code\": values[1] does not lie above the one before it"
      ),
      (
        #""categories":["#, #""categories":["zz","#,
        "the column \"code\": it has 5 categories and 4 counts of them"
      ),
      (
        #""categoryCounts":[25"#, #""categoryCounts":[0"#,
        "the column \"code\": categoryCounts[0] is 0, which is no number of rows in a category"
      ),
      (#""columns":["#, #""columms":["#, "it has no \"columns\""),
      (#""counted":100"#, #""counted":100,"counter":1"#, "\"counter\" is no key of a profile"),
      (
        #""missing":0,"moments""#, #""missing":0,"median":3,"moments""#,
        "\"columns[0].median\" is no key of a profile"
      ),
      (
        #""conditions":[],"#, #""conditions":[],"wait":"w","#,
        "\"reading.wait\" is no key of a profile"
      ),
    ] as [(String, String, String)])
  func contradictions(change: (before: String, after: String, cause: String)) {
    #expect(cause(forged(change.before, change.after, in: text)) == change.cause)
  }

  /// The numbers 1, 2, 3 and 6: mean 3, sum of squared deviations 14.
  private func moments(_ count: Int, _ shift: Double, _ sum: Double, _ squares: Double) -> String {
    var column = ProfileSample.column("v")
    for value in [1.0, 2, 3, 6] {
      column.histogram.add(value)
      column.categories.add("\(value)")
    }
    (column.numbers, column.rows) = (4, 4)
    column.moments = Moments(count: count, shift: shift, sum: sum, squares: squares)
    return cause(LogProfile(DriftSample.log([column], rows: 4), ProfileSample.plan).text)
  }

  @Test("D2 moments that the cells make impossible are refused")
  func impossibleMoments() {
    #expect(moments(4, 1, 8, 30) == "none")
    #expect(
      moments(5, 1, 8, 30) == "the column \"v\": its moments are of 5 numbers, and its cells of 4")
    #expect(moments(4, 1, 12, 50) == "the column \"v\": a mean of 4.0 is impossible for its cells")
    #expect(
      moments(4, 1, 8, 31)
        == "the column \"v\": a sum of squares of 15.0 is impossible for its cells")
    // Σ (x − 1)² of less than (Σ (x − 1))²/4 is a negative variance, taken for none.
    #expect(
      moments(4, 1, 8, 3) == "the column \"v\": a sum of squares of 0.0 is impossible for its cells"
    )
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(moments(4, 1, value, 30) != "none")
      #expect(moments(4, 1, 8, value) != "none")
    }
  }

  @Test("D2 moments of numbers near the largest, far from zero or all alike are possible")
  func extremeMoments() throws {
    let manyFar = (0..<5_000).map { 1e12 + Double($0) / 7 }
    let samples: [[Double]] = [
      [1e300, -1e300, 1.7e308], [1e9, 1e9 + 1e-6, 1e9 + 2e-6], [7, 7, 7], [5e-324, 0, -5e-324],
      [-3], [], [1e149, -1e149], manyFar,
    ]
    for sample in samples {
      var column = ProfileSample.column("v")
      for value in sample { ProfileSample.add(value, to: &column) }
      column.rows = sample.count
      let profile = LogProfile(DriftSample.log([column], rows: sample.count), ProfileSample.plan)
      #expect(try LogProfile(text: Array(profile.text.utf8)).text == profile.text)
    }
  }

  @Test("D2 names from data do not act on a terminal that shows a profile")
  func inert() throws {
    let attack = "<script>\u{1B}[31m\u{202E}\"x\"\u{85}\u{E0041}\u{2028}"
    var column = ProfileSample.column(attack)
    column.categories.add(attack)
    (column.texts, column.rows) = (1, 1)
    let profile = LogProfile(DriftSample.log([column], rows: 1), ProfileSample.plan)
    let active = profile.text.unicodeScalars.filter { scalar in
      scalar != "\n"
        && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
    }
    #expect(active.isEmpty)
    #expect(try LogProfile(text: Array(profile.text.utf8)).columns.first?.column == attack)
  }
}
