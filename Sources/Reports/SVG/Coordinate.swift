/// Lengths in a picture, to a tenth of a pixel.
enum Coordinate {
  /// The nearest tenth.
  static func tenths(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    return Int((max(-1e6, min(1e6, value)) * 10).rounded())
  }

  /// As few characters as it takes.
  static func text(_ value: Double) -> String { text(tenths: tenths(value)) }

  static func text(tenths: Int) -> String {
    let (whole, tenth) = (tenths.magnitude / 10, tenths.magnitude % 10)
    let sign = tenths < 0 ? "-" : ""
    if tenth == 0 { return "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(tenth)" : "\(sign)\(whole).\(tenth)"
  }
}

/// A place in a picture; y grows downwards.
struct Point: Equatable, Sendable {
  var x: Double
  var y: Double
}
