internal import ArgumentParser
internal import Foundation
internal import Summaries

/// An instant on the command line: ISO 8601, UTC where no zone is given, or seconds since 1970.
struct TimeArgument: ExpressibleByArgument {
  let timestamp: Timestamp

  init?(argument: String) {
    // Four or eight digits are a year or a day as often as seconds of 1970: they have to be spelled out.
    let isAmbiguous = argument.count == 4 || argument.count == 8
    if let seconds = Int64(argument), seconds.magnitude < 1 << 40 {
      guard !isAmbiguous else { return nil }
      timestamp = Timestamp(seconds: seconds)
      return
    }
    var text = argument.replacing(" ", with: "T")
    if !text.contains("T") { text += "T00:00" }
    guard
      let match = text.wholeMatch(
        of: #/(\d{4}-.+T\d\d:\d\d)(:\d\d)?([.,]\d+)?(Z|z|[+-]\d\d:?\d\d)?/#)
    else { return nil }
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime]
    let zone = match.4.map { $0.uppercased() } ?? "Z"
    guard let date = formatter.date(from: "\(match.1)\(match.2 ?? ":00")\(zone)") else {
      return nil
    }
    let fraction = match.3.flatMap { Double("0." + $0.dropFirst()) } ?? 0
    timestamp = Timestamp(
      microseconds: Int64(date.timeIntervalSince1970) * 1_000_000
        + Int64((fraction * 1e6).rounded(.down)))
  }

  /// The present.
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1e6).rounded()))
  }

  /// The present day in UTC, such as 2026-03-02.
  static var today: String { String(Date.now.ISO8601Format().prefix(10)) }
}
