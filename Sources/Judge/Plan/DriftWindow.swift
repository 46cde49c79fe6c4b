internal import Foundation
public import Summaries

/// The windows that a log is cut into by its rows' time, in UTC.
public enum DriftWindow: Equatable, Codable, Sendable {
  /// Of a fixed length; whole weeks begin on Mondays, all others at midnight of 1970-01-01 or a whole
  /// number of lengths later.
  case seconds(Int)
  /// Months of the calendar, from 1970 to 2199.
  case month

  /// How a plan and the command line write months.
  public static let monthWord = "month"
  private static let week = 604_800
  private static let firstMonday: Int64 = 4 * 86_400

  /// The axis of the windows.
  public var buckets: TimeBuckets {
    switch self {
    case .seconds(let seconds):
      let origin = seconds % Self.week == 0 ? Self.firstMonday : 0
      return .fixed(
        origin: Timestamp(seconds: origin), width: Int64(seconds) * 1_000_000)
    case .month: return .boundaries(Self.months)
    }
  }

  /// The length in seconds; of months the mean one.
  public var length: Double {
    switch self {
    case .seconds(let seconds): Double(seconds)
    case .month: 30.436875 * 86_400
    }
  }

  /// The firsts of all months.
  private static let months: [Timestamp] = (1970..<2200).flatMap { year in
    (1...12).map { month in Timestamp(seconds: Int64(dayNumber(year, month)) * 86_400) }
  }

  /// Days from 1970-01-01 to the first of a month of the Gregorian calendar.
  private static func dayNumber(_ year: Int, _ month: Int) -> Int {
    // Years from March on, so that the leap day is the last of its year.
    let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 - 719_468
  }
}
