/// A length of time as a plan writes it: `7d`, `24h`, `90m`, `30s`, `2w`, or ISO 8601's `P7D`, `PT1H`.
public struct TimeSpan: Hashable, Sendable {
  public let seconds: Double

  private static let minute = 60.0
  private static let hour = 3600.0
  private static let day = 86_400.0
  private static let week = 604_800.0

  /// Creates a span of so many seconds.
  public init(seconds: Double) { self.seconds = seconds }

  /// Reads a span; `nil` if the text is not one, is negative, or counts in months or years, whose length varies.
  public init?(_ text: String) {
    let parsed = text.hasPrefix("P") ? TimeSpan.iso8601(text) : TimeSpan.short(text)
    guard let parsed, parsed.isFinite else { return nil }
    seconds = parsed
  }

  /// The span in its largest whole unit: `7 days`.
  public var words: String {
    for (size, name) in [
      (TimeSpan.day, "day"), (TimeSpan.hour, "hour"), (TimeSpan.minute, "minute"),
    ]
    where seconds >= size && seconds.truncatingRemainder(dividingBy: size) == 0 {
      return TimeSpan.count(seconds / size, name)
    }
    return TimeSpan.count(seconds, "second")
  }

  private static func count(_ number: Double, _ name: String) -> String {
    "\(PlanNumber.text(number)) \(name)\(number == 1 ? "" : "s")"
  }

  private static func short(_ text: String) -> Double? {
    guard let (number, unit) = PlanNumber.split(text) else { return nil }
    return switch unit {
    case "s": number
    case "m": number * minute
    case "h": number * hour
    case "d": number * day
    case "w": number * week
    default: nil
    }
  }

  private static func iso8601(_ text: String) -> Double? {
    let halves = text.dropFirst().split(
      separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = halves.first,
      let days = sum(date, ["W": week, "D": day])
    else { return nil }
    guard halves.count == 2 else { return date.isEmpty ? nil : days }
    guard !halves[1].isEmpty, let time = sum(halves[1], ["H": hour, "M": minute, "S": 1]) else {
      return nil
    }
    return days + time
  }

  /// The sum of `number designator` pairs, each designator at most once.
  private static func sum(_ text: Substring, _ sizes: [Character: Double]) -> Double? {
    var (total, number, seen) = (0.0, "", Set<Character>())
    for character in text {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
        continue
      }
      guard let size = sizes[character], let value = PlanNumber.plain(number),
        seen.insert(character).inserted
      else { return nil }
      total += value * size
      number = ""
    }
    return number.isEmpty ? total : nil
  }
}
