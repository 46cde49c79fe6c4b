import Foundation
import Summaries
import Testing

@testable import Reports

struct TimeTextTests {
  @Test("Instants agree with Foundation's ISO 8601 over four centuries and before the epoch")
  func iso8601() {
    let formatter = ISO8601DateFormatter()
    for seconds in stride(from: Int64(-5_000_000_000), to: 9_000_000_000, by: 86_399_977) {
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(TimeText.iso8601(Timestamp(seconds: seconds)) == expected)
    }
  }

  @Test("Fractions are shown where there are any")
  func fractions() {
    #expect(
      TimeText.iso8601(Timestamp(microseconds: 1_500_000)) == "1970-01-01T00:00:01.500000Z")
    #expect(TimeText.iso8601(Timestamp(microseconds: -1)) == "1969-12-31T23:59:59.999999Z")
    #expect(TimeText.minute(Timestamp(seconds: 1_709_210_096)) == "2024-02-29 12:34 UTC")
  }

  @Test("Any instant has a text")
  func extremes() {
    #expect(TimeText.iso8601(Timestamp(microseconds: .max)).hasPrefix("294247-01-10T04:00:54"))
    #expect(TimeText.iso8601(Timestamp(microseconds: .min)).hasSuffix("Z"))
  }

  @Test(
    "Durations show their two largest units",
    arguments: [
      (0, "0 s"), (0.25, "0.25 s"), (59, "59 s"), (60, "1 min"), (3_700, "1 h 1 min"),
      (86_400, "1 d"), (604_800 + 7_200, "7 d 2 h"), (86_400 + 30, "1 d"), (-60, "-1 min"),
      (1e20, "1e20 s"),
    ] as [(Double, String)])
  func duration(seconds: Double, text: String) {
    #expect(TimeText.duration(seconds) == text)
  }
}
