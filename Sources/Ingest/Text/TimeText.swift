/// Instants in bytes: ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970.
///
/// A number's unit is told by its magnitude: below 1e11 seconds (until the year 5138), below 1e14
/// milliseconds, below 1e17 microseconds, else nanoseconds. Digits beyond microseconds are cut off.
/// A time without a zone is UTC.
enum TimeText {
  /// What was read last: rows mostly come in the order of time, and from one zone.
  struct Recent {
    /// The bytes of a minute, as in 2026-03-01T09:30, and when it begins, in UTC without a zone.
    fileprivate var (minuteLow, minuteHigh) = (UInt64(0), UInt64(0))
    fileprivate var minute: Int64 = 0
    /// The bytes of a zone, and its minutes east of UTC.
    fileprivate var zone = UInt64(0)
    fileprivate var zoneLength = 0
    fileprivate var east: Int64 = 0
  }

  /// Microseconds since 1970, or `nil` when the text is no time.
  static func parse(_ p: Bytes, _ from: Int, _ to: Int) -> Int64? {
    var recent = Recent()
    return parse(p, from, to, &recent)
  }

  /// Microseconds since 1970, or `nil` when the text is no time.
  @inline(__always)
  static func parse(_ p: Bytes, _ from: Int, _ to: Int, _ recent: inout Recent) -> Int64? {
    milliseconds(p, from, to, recent) ?? general(p, from, to, &recent)
  }

  @inline(never)
  private static func general(
    _ p: Bytes, _ from: Int, _ to: Int, _ recent: inout Recent
  ) -> Int64? {
    var (start, end) = (from, to)
    while start < end, p[start] == 0x20 { start += 1 }
    while start < end, p[end - 1] == 0x20 { end -= 1 }
    if end - start >= 10, p[start + 4] == UInt8(ascii: "-"), p[start + 7] == UInt8(ascii: "-") {
      return calendar(p, start, end, &recent)
    }
    return epoch(p, start, end)
  }

  // MARK: - ISO 8601

  /// A time in the same minute and zone as before, written with milliseconds; `nil` for any other.
  @inline(__always)
  private static func milliseconds(
    _ p: Bytes, _ start: Int, _ end: Int, _ recent: Recent
  ) -> Int64? {
    let zoneLength = end &- start &- 23
    guard zoneLength == recent.zoneLength, recent.minuteLow != 0,
      p.load64(start) == recent.minuteLow, p.load64(start &+ 8) == recent.minuteHigh,
      p.load64(start &+ 23, length: zoneLength) == recent.zone
    else { return nil }
    // From the lowest byte on: a colon, two digits, a point, three digits, and the zone's first byte.
    let w = p.load64(start &+ 16) ^ 0x0030_3030_2E30_303A
    guard (w &+ 0x0006_0606_0006_0600 | w) & 0x00F0_F0F0_FFF0_F0FF == 0 else { return nil }
    let second = Int64((w &>> 8) & 0xF &* 10 &+ (w &>> 16) & 0xF)
    let part = Int64((w &>> 32) & 0xF &* 100 &+ (w &>> 40) & 0xF &* 10 &+ (w &>> 48) & 0xF)
    guard second <= 60 else { return nil }
    return recent.minute &+ (second &- recent.east &* 60) &* 1_000_000 &+ part &* 1000
  }

  private static func calendar(
    _ p: Bytes, _ start: Int, _ end: Int, _ recent: inout Recent
  ) -> Int64? {
    guard let century = twoDigits(p, start), let years = twoDigits(p, start + 2),
      let month = twoDigits(p, start + 5), let day = twoDigits(p, start + 8),
      let days = days(year: century * 100 + years, month: month, day: day)
    else { return nil }
    let midnight = days * 86_400_000_000
    var i = start + 10
    guard i < end else { return midnight }
    guard p[i] | 0x20 == UInt8(ascii: "t") || p[i] == 0x20, end - i >= 6,
      let hour = twoDigits(p, i + 1), p[i + 3] == UInt8(ascii: ":"),
      let minute = twoDigits(p, i + 4), hour < 24, minute < 60
    else { return nil }
    i += 6
    var (second, fraction) = (Int64(0), Int64(0))
    if i < end, p[i] == UInt8(ascii: ":") {
      // 60 is a leap second, which counts as the first of the next minute.
      guard end - i >= 3, let read = twoDigits(p, i + 1), read <= 60 else { return nil }
      second = read
      i += 3
      if i < end, p[i] == UInt8(ascii: ".") || p[i] == UInt8(ascii: ",") {
        guard let after = self.fraction(p, i + 1, end, places: 6, into: &fraction) else {
          return nil
        }
        i = after
      }
    }
    guard let east = zone(p, i, end) else { return nil }
    let began = midnight + (hour * 60 + minute) * 60_000_000
    (recent.minuteLow, recent.minuteHigh) = (p.load64(start), p.load64(start + 8))
    recent.minute = began
    // A zone longer than a word is read anew each time.
    recent.zoneLength = end - i <= 8 ? end - i : -1
    (recent.zone, recent.east) = (p.load64(i, length: min(end - i, 8)), east)
    return began + (second - east * 60) * 1_000_000 + fraction
  }

  /// Minutes east of UTC.
  private static func zone(_ p: Bytes, _ from: Int, _ end: Int) -> Int64? {
    guard from < end else { return 0 }
    let i = p[from] == 0x20 ? from + 1 : from
    guard i < end else { return nil }
    if p[i] | 0x20 == UInt8(ascii: "z") { return i + 1 == end ? 0 : nil }
    if end - i == 3, p[i] == UInt8(ascii: "U"), p[i + 1] == UInt8(ascii: "T"),
      p[i + 2] == UInt8(ascii: "C")
    {
      return 0
    }
    guard p[i] == UInt8(ascii: "+") || p[i] == UInt8(ascii: "-"), end - i >= 3,
      let hours = twoDigits(p, i + 1), hours < 24
    else { return nil }
    var minutes: Int64 = 0
    if end - i > 3 {
      let at = p[i + 3] == UInt8(ascii: ":") ? i + 4 : i + 3
      guard end - at == 2, let read = twoDigits(p, at), read < 60 else { return nil }
      minutes = read
    }
    let east = hours * 60 + minutes
    return p[i] == UInt8(ascii: "-") ? -east : east
  }

  private static func twoDigits(_ p: Bytes, _ i: Int) -> Int64? {
    let (tens, ones) = (p[i] &- 0x30, p[i + 1] &- 0x30)
    return tens <= 9 && ones <= 9 ? Int64(tens * 10 + ones) : nil
  }

  /// Reads digits as a fraction in units of 10^-places, cutting off the rest; returns where they end.
  private static func fraction(
    _ p: Bytes, _ from: Int, _ end: Int, places: Int, into value: inout Int64
  ) -> Int? {
    var (i, kept) = (from, 0)
    while i < end, p[i] &- 0x30 <= 9 {
      if kept < places { (value, kept) = (value * 10 + Int64(p[i] &- 0x30), kept + 1) }
      i += 1
    }
    while kept < places { (value, kept) = (value * 10, kept + 1) }
    return i > from ? i : nil
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant 2021, days_from_civil).
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let longest: Int64 =
      month == 2
      ? (leap ? 29 : 28) : (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31)
    guard day <= longest else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  // MARK: - Since 1970

  private static func epoch(_ p: Bytes, _ start: Int, _ end: Int) -> Int64? {
    var i = start
    guard i < end else { return nil }
    let negative = p[i] == UInt8(ascii: "-")
    if negative || p[i] == UInt8(ascii: "+") { i += 1 }
    let first = i
    var whole: Int64 = 0
    while i < end, p[i] &- 0x30 <= 9 {
      guard i - first < 19 || whole == 0 else { return nil }
      let (shifted, tooBig) = whole.multipliedReportingOverflow(by: 10)
      let (added, stillTooBig) = shifted.addingReportingOverflow(Int64(p[i] &- 0x30))
      guard !tooBig, !stillTooBig else { return nil }
      whole = added
      i += 1
    }
    guard i > first else { return nil }
    let places = whole < 100_000_000_000 ? 6 : whole < 100_000_000_000_000 ? 3 : 0
    var part: Int64 = 0
    if i < end, p[i] == UInt8(ascii: ".") {
      if i + 1 == end {
        i += 1
      } else {
        guard let after = fraction(p, i + 1, end, places: places, into: &part) else { return nil }
        i = after
      }
    }
    guard i == end else { return scientific(p, start, end) }
    let microseconds: Int64
    switch places {
    case 6: microseconds = whole * 1_000_000 + part
    case 3: microseconds = whole * 1000 + part
    default: microseconds = whole < 100_000_000_000_000_000 ? whole : whole / 1000
    }
    return negative ? -microseconds : microseconds
  }

  /// Numbers as 1.7e9: their digits do not end where the point says.
  private static func scientific(_ p: Bytes, _ start: Int, _ end: Int) -> Int64? {
    let (kind, value) = NumberText.parse(p, start, end)
    guard kind == .number, abs(value) < 9e18 else { return nil }
    let size = abs(value)
    let factor = size < 1e11 ? 1e6 : size < 1e14 ? 1e3 : size < 1e17 ? 1 : 1e-3
    return Int64((value * factor).rounded(.down))
  }
}
