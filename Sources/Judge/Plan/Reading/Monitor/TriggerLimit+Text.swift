extension TriggerLimit {
  /// What a limit's text is read for: it decides which units make sense.
  struct Context {
    var side: Side
    /// Values lie between 0 and 1.
    var isShare: Bool
    /// The unit of the column, for limits in time.
    var timeUnit: Threshold.TimeUnit
  }

  /// Reads a level, such as `5%` of rows, `500ms` or `3 abs`, or a change from the baseline, which has a sign or
  /// is a factor: `+20%` of its value, `-10pp`, `+20ms`, `-0.1 abs`, `1.5x`, `3sd`.
  ///
  /// With `beyond`, where the change may go either way, it has no sign: `20%`, `3sd`.
  init(_ source: String, _ context: Context) throws(Threshold.Misreading) {
    let sign = source.first == "-" ? -1.0 : 1.0
    let signed = source.first == "-" || source.first == "+"
    guard let (number, unit) = PlanNumber.split(signed ? String(source.dropFirst()) : source) else {
      throw Self.noLimit(source, context)
    }
    if context.side == .beyond {
      guard !signed, unit != "x", number > 0 else {
        throw Threshold.Misreading(
          complaint: "\"\(source)\" is no distance from the baseline in either direction",
          mend: "write a size above 0 without a sign, such as 3sd or 20%")
      }
    }
    let isChange = signed || context.side == .beyond
    (side, text) = (context.side, source)
    switch unit {
    case "":
      guard number == 0 || (context.isShare && !isChange && number <= 1) else {
        throw Self.noLimit(source, context)
      }
      (self.unit, value) = (isChange ? .change : .level, number)
    case "%" where isChange:
      (self.unit, value) = (.relative, sign * number / 100)
    case "%":
      guard context.isShare, number <= 100 else { throw Self.noLimit(source, context) }
      (self.unit, value) = (.level, number / 100)
    case "pp":
      guard context.isShare, isChange, number <= 100 else { throw Self.noLimit(source, context) }
      (self.unit, value) = (.change, sign * number / 100)
    case "x":
      guard !signed, number > 0 else { throw Self.noLimit(source, context) }
      (self.unit, value) = (.relative, number - 1)
    case "sd":
      (self.unit, value) = (.deviations, (context.side == .below && !signed ? -1 : sign) * number)
    case "ms", "s", "us":
      guard !context.isShare, let written = Threshold.TimeUnit(rawValue: unit) else {
        throw Self.noLimit(source, context)
      }
      let own =
        written == context.timeUnit
        ? number : number * context.timeUnit.perSecond / written.perSecond
      (self.unit, value) = (isChange ? .change : .level, isChange ? sign * own : own)
    case "abs":
      (self.unit, value) = (isChange ? .change : .level, isChange ? sign * number : number)
    default:
      throw Self.noLimit(source, context)
    }
    try requireDirection(context)
  }

  /// A change that points away from the side it is a limit on would always be exceeded, or never.
  private func requireDirection(_ context: Context) throws(Threshold.Misreading) {
    guard unit != .level, side != .beyond else { return }
    guard side == .above ? value >= 0 : value <= 0 else {
      throw Threshold.Misreading(
        complaint:
          "\"\(text)\" is a \(value > 0 ? "rise" : "fall"), and the trigger asks for values \(side.rawValue) it",
        mend: side == .above ? "write 1.5x, +20% or +2pp" : "write 0.8x, -20% or -2pp")
    }
  }

  private static func noLimit(_ source: String, _ context: Context) -> Threshold.Misreading {
    let level = context.isShare ? "5% of all rows" : "500ms, or 3 abs in the column's own unit"
    let change =
      context.isShare ? "+20% of the baseline's value, +2pp" : "+20% of the baseline's value, +20ms"
    return Threshold.Misreading(
      complaint: "\"\(source)\" is no limit of this trigger",
      mend:
        context.side == .beyond
        ? "write a distance from the baseline: 3sd, or 20%"
        : "write a level: \(level); or a change from the baseline: \(change), 1.5x or 3sd")
  }
}
