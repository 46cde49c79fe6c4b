internal import Summaries

/// Reads when a promotion may be acted upon.
enum CalendarReader {
  static func calendar(_ section: PlanSection<PlanKeys.Calendar>) -> CalendarPlan? {
    let mend = "write {timezone: \"+01:00\", hours: 09:00-17:00, days: mon-fri}"
    if section[.hours] == nil, section[.days] == nil, section[.freeze] == nil {
      section.problems.add(
        .missingKey, at: section.position, path: section.path,
        "\(section.path) closes nothing", mend: "name hours, days or freeze")
    }
    guard let offset = section.required(.timezone, mend: mend).flatMap(offset) else { return nil }
    var calendar = CalendarPlan(offset: offset)
    if let hours = section[.hours].flatMap(hours) {
      (calendar.opens, calendar.closes) = (hours.opens, hours.closes)
    }
    calendar.days = section[.days].flatMap(days) ?? calendar.days
    calendar.freezes = (section[.freeze]?.itemsOrSelf() ?? []).compactMap(freeze)
    return calendar
  }

  /// Seconds ahead of UTC.
  private static func offset(_ value: PlanValue) -> Int? {
    guard let text = value.text("UTC, or an offset such as +01:00") else { return nil }
    if text == "UTC" || text == "Z" { return 0 }
    if let parts = text.wholeMatch(of: #/([+-])(\d\d):(\d\d)/#), let hours = Int(parts.2),
      let minutes = Int(parts.3), hours <= 14, minutes < 60
    {
      return (hours * 3600 + minutes * 60) * (parts.1 == "-" ? -1 : 1)
    }
    value.complain(
      .notSupported,
      "\(value.path) \"\(text)\" is no offset, and named zones depend on the time-zone data of a machine",
      mend: "write UTC, or the offset from it, such as +01:00")
    return nil
  }

  private static func hours(_ value: PlanValue) -> (opens: Int, closes: Int)? {
    let expected = "hours of one day, such as 09:00-17:00"
    guard let text = value.text(expected) else { return nil }
    guard let parts = text.wholeMatch(of: #/(\d\d):(\d\d)-(\d\d):(\d\d)/#),
      let opens = seconds(parts.1, parts.2), let closes = seconds(parts.3, parts.4), opens < closes
    else {
      value.invalid(text, expected)
      return nil
    }
    return (opens, closes)
  }

  private static func seconds(_ hours: Substring, _ minutes: Substring) -> Int? {
    guard let hours = Int(hours), let minutes = Int(minutes), minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return seconds <= 86_400 ? seconds : nil
  }

  /// A list of days, each a day or a stretch such as `mon-fri`.
  private static func days(_ value: PlanValue) -> [CalendarPlan.Weekday]? {
    let expected = "days of the week, such as mon-fri or [mon, wed]"
    let week = CalendarPlan.Weekday.allCases
    var chosen: Set<CalendarPlan.Weekday> = []
    for item in value.itemsOrSelf() {
      guard let text = item.text(expected) else { return nil }
      let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        .map { name in week.firstIndex { $0.rawValue == name } }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last
      else {
        item.invalid(text, expected)
        return nil
      }
      chosen.formUnion(week[first...last])
    }
    guard !chosen.isEmpty else {
      value.complain(.invalidValue, "\(value.path) is empty", mend: "write \(expected)")
      return nil
    }
    return week.filter(chosen.contains)
  }

  private static func freeze(_ value: PlanValue) -> CalendarPlan.Freeze? {
    let expected = "a day, or two such as 2026-12-20/2027-01-03"
    guard let text = value.text(expected) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let days = parts.compactMap { day($0) }
    guard (1...2).contains(parts.count), days.count == parts.count,
      let first = days.first, let last = days.last, first <= last
    else {
      value.invalid(text, expected)
      return nil
    }
    return CalendarPlan.Freeze(first: first, last: last)
  }

  private static func day(_ text: Substring) -> Int? {
    guard text.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil,
      let midnight = PlanValue.midnight(String(text))
    else { return nil }
    return Int((Double(midnight.microseconds) / 86_400e6).rounded(.down))
  }
}
