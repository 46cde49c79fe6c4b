public import Summaries

/// When a promotion may be acted upon: business hours, working days, and no freeze.
///
/// A fixed offset from UTC, as rules of summer time are data of a machine, and a verdict does not depend on one.
public struct CalendarPlan: Equatable, Codable, Sendable {
  /// A day of the week.
  public enum Weekday: String, Codable, Sendable, CaseIterable {
    case mon, tue, wed, thu, fri, sat, sun
  }

  /// Days without promotion, the first and the last included, counted from 1970-01-01.
  public struct Freeze: Equatable, Codable, Sendable {
    public var first: Int
    public var last: Int

    /// Creates a freeze.
    public init(first: Int, last: Int) { (self.first, self.last) = (first, last) }
  }

  /// Seconds that local time is ahead of UTC.
  public var offset: Int
  /// Seconds after local midnight from which on, and before which, a promotion may be acted upon.
  public var opens: Int
  public var closes: Int
  /// In the order of the week.
  public var days: [Weekday]
  public var freezes: [Freeze]

  /// Creates a calendar that is always open.
  public init(offset: Int = 0) {
    self.offset = offset
    (opens, closes, days, freezes) = (0, Self.day, Weekday.allCases, [])
  }

  private static let day = 86_400
  /// Eleven years: a calendar that stays closed for longer never opens, as far as a rollout is concerned.
  private static let reach = 4018

  /// The first instant from here on at which it is open: this one where it is; nil where none is found within years.
  public func opening(from present: Timestamp) -> Timestamp? {
    let local = Double(present.microseconds) / 1e6 + Double(offset)
    guard let today = Int(exactly: (local / Double(Self.day)).rounded(.down)) else { return nil }
    for day in today...(today + Self.reach) where isOpen(onDay: day) {
      let midnight = Double(day * Self.day)
      if local < midnight + Double(opens) {
        return present.advanced(by: midnight + Double(opens) - local)
      }
      if local < midnight + Double(closes) { return present }
    }
    return nil
  }

  private func isOpen(onDay day: Int) -> Bool {
    // 1970-01-01 was a Thursday.
    let weekday = Weekday.allCases[((day + 3) % 7 + 7) % 7]
    return days.contains(weekday) && !freezes.contains { ($0.first...$0.last).contains(day) }
  }
}
