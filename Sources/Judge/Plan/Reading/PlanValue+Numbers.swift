internal import Foundation
internal import Summaries

extension PlanValue {
  /// A finite number, as JSON and YAML write it: without quotes.
  func number(
    _ expected: String = "a number", where isValid: (Double) -> Bool = { _ in true }
  )
    -> Double?
  {
    guard isPlain, let text = scalarText else {
      mistyped(expected)
      return nil
    }
    guard let number = PlanValue.decimal(text), isValid(number) else {
      invalid(text, expected)
      return nil
    }
    return number
  }

  func integer(atLeast minimum: Int) -> Int? {
    let expected = "a whole number of at least \(minimum)"
    return number(expected) { (Int(exactly: $0) ?? .min) >= minimum }.flatMap(Int.init(exactly:))
  }

  /// A share such as `5%` or `0.05`; points (`5pp`) where it is a change of a share.
  func share(
    orPoints: Bool = false, _ expected: String = "a share from 0 to 1",
    where isValid: (Double) -> Bool = { (0...1).contains($0) }
  ) -> Double? {
    guard let text = scalarText else {
      mistyped(expected, mend: "write 5% or 0.05")
      return nil
    }
    let units: Set = orPoints ? ["%", "pp"] : ["%"]
    let value: Double? =
      if let (number, unit) = PlanNumber.split(text), units.contains(unit) { number / 100 } else {
        isPlain ? PlanValue.decimal(text) : nil
      }
    guard let value, isValid(value) else {
      let ask =
        (PlanValue.decimal(text) ?? 0) > 1
        ? "is \(text)% meant? Write 5% or 0.05" : "write 5% or 0.05"
      invalid(text, expected, mend: ask)
      return nil
    }
    return value
  }

  /// A share that excludes both ends: an error rate or a probability.
  func probability() -> Double? {
    share("between 0 and 1, both excluded") { 0 < $0 && $0 < 1 }
  }

  /// A traffic weight in any common unit: `80`, or `80%`.
  func weight() -> Double? {
    let expected = "a number above 0"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    let parsed = PlanNumber.split(text)
    guard let parsed, ["", "%"].contains(parsed.unit), parsed.number > 0 else {
      invalid(text, expected)
      return nil
    }
    return parsed.number
  }

  /// Complains of weights that are written in per cent and are not all of it together.
  func requireWhole(_ parts: [(name: String, value: PlanValue)]) {
    let texts = parts.compactMap(\.value.scalarText)
    let numbers = texts.compactMap { PlanNumber.split($0) }
    guard numbers.contains(where: { $0.unit == "%" }) else { return }
    let sum = numbers.map(\.number).reduce(0, +)
    // Thirds are written as 33.3%.
    guard abs(sum - 100) > 0.15 else { return }
    complain(
      .contradiction,
      "\(path) is \(texts.joined(separator: " and ")), which is \(PlanNumber.text(sum, digits: 6))% of traffic",
      mend: "write parts of 100%, or weights without a unit")
  }

  /// Per cent of traffic, 0…100: `10%`, or the bare `10` of a ramp.
  ///
  /// A bare number below 1 could be meant as a share, so it is asked.
  func perCent() -> Double? {
    let expected = "per cent of traffic, from 0% to 100%"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    let parsed = PlanNumber.split(text)
    if let parsed, parsed.unit.isEmpty, 0 < parsed.number, parsed.number < 1 {
      invalid(
        text, expected,
        mend: "which is meant: \(text)% or \(PlanNumber.percent(parsed.number))?")
      return nil
    }
    guard let parsed, ["", "%"].contains(parsed.unit), parsed.number <= 100 else {
      invalid(text, expected)
      return nil
    }
    return parsed.number
  }

  /// A factor of at least 1: `1.5x`, or `1.5`.
  func factor() -> Double? {
    let expected = "a factor of at least 1, such as 1.5x"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    guard let (number, unit) = PlanNumber.split(text), ["", "x"].contains(unit), number >= 1 else {
      invalid(text, expected)
      return nil
    }
    return number
  }

  /// A length of time, in seconds.
  func seconds() -> Double? {
    let examples = "write 7d, 24h, 90m, 30s, 2w, or ISO 8601 such as P7D or PT1H"
    guard let text = scalarText else {
      mistyped("a length of time", mend: examples)
      return nil
    }
    guard let span = TimeSpan(text) else {
      invalid(text, "a length of time", mend: examples)
      return nil
    }
    return span.seconds
  }

  /// Notes that the value is counted on a clock that the log does not show.
  func needsTime() {
    complain(
      .contradiction, "\(path) needs the time of each row", mend: "name its column as log.time")
  }

  /// A length of time above zero, in whole seconds.
  func span() -> Double? {
    guard let seconds = seconds() else { return nil }
    guard seconds >= 1, seconds == seconds.rounded(), seconds <= 1e9 else {
      invalid(scalarText ?? "", "a length of time of whole seconds, from 1s on")
      return nil
    }
    return seconds
  }

  /// An instant: a day, which begins at midnight UTC, or a date and time with a zone.
  func instant() -> Timestamp? {
    let expected = "a day or an instant, such as 2026-03-02 or 2026-03-02T06:00:00Z"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    let time =
      text.count == 10
      ? Self.midnight(text) : Self.time(text.replacingOccurrences(of: " ", with: "T"))
    guard let time else {
      invalid(text, expected)
      return nil
    }
    return time
  }

  /// The midnight in UTC that begins a day such as `2026-03-02`.
  static func midnight(_ day: String) -> Timestamp? { time(day + "T00:00:00Z") }

  private static func time(_ text: String) -> Timestamp? {
    (try? Date(text, strategy: .iso8601)).map {
      Timestamp(seconds: Int64($0.timeIntervalSince1970.rounded()))
    }
  }

  /// A number in JSON's notation; Swift's own reading would also take `nan`, `inf` and hexadecimals.
  private static func decimal(_ text: String) -> Double? {
    guard text.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
