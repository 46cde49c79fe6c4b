internal import Yams

/// A value of another tool's configuration; what it leaves open is asked.
struct ForeignValue {
  let node: Node
  /// Its key, in one spelling.
  let key: String
  let path: String
  let questions: ImportQuestions

  /// What a size of change is taken of.
  enum Scale {
    case share, time, number

    /// A key as it may be spelt with the unit of its value.
    func spellings(_ key: String) -> [String] {
      let endings =
        switch self {
        case .share: ["pp", "points", "factor"]
        case .time: ["ms", "milliseconds", "seconds", "factor"]
        case .number: ["factor"]
        }
      return [key] + endings.map { "\(key)_\($0)" }
    }
  }

  func ask(_ text: String, _ answers: [String]) {
    questions.ask(path, at: node.position, text, answers)
  }

  private var scalar: String? {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { return nil }
    return scalar.string
  }

  private var answer: String? { questions.answer(to: path) }

  private var number: Double? {
    guard let scalar, let number = Double(scalar), number.isFinite, number >= 0 else { return nil }
    return number
  }

  // MARK: Readings

  func text() -> String? {
    if let text = answer ?? scalar { return text }
    ask("\(path) is no text", ["…"])
    return nil
  }

  func flag() -> Bool? {
    switch answer ?? scalar {
    case "true": return true
    case "false": return false
    default:
      ask("\(path) is neither true nor false", ["true", "false"])
      return nil
    }
  }

  func count() -> Int? {
    if let number = answer.flatMap(Double.init) ?? number, let count = Int(exactly: number) {
      return count
    }
    ask("\(path) is no whole number", ["1000"])
    return nil
  }

  /// A chance of an error: below one half, as a larger one would promise less than a coin.
  func errorShare() -> Double? {
    share("which is no chance of an error, below 50%", ["5%", "0.05"]) { $0 > 0 && $0 < 0.5 }
  }

  /// How sure one wants to be: above one half.
  func confidence() -> Double? {
    share("which is no confidence above 50%", ["95%", "0.95"]) { $0 > 0.5 && $0 < 1 }
  }

  func share() -> Double? {
    share("which is no share from 0 to 1", ["95%", "0.95"]) { (0...1).contains($0) }
  }

  /// A chance from 0 to 1; per cent only where it says so.
  private func share(
    _ complaint: String, _ answers: [String], where isValid: (Double) -> Bool
  ) -> Double? {
    let text = answer ?? scalar ?? ""
    if let (number, unit) = PlanNumber.split(text), unit == "%" || unit.isEmpty {
      let share = unit == "%" ? number / 100 : number
      if isValid(share) { return share }
    }
    ask("\(path) is \"\(text)\", \(complaint)", answers)
    return nil
  }

  /// A size of change, with its unit, as a plan writes it.
  func change(_ scale: Scale) -> String? {
    if let answer { return answer }
    guard let scalar, let (number, unit) = PlanNumber.split(scalar) else {
      ask("\(path) is \(found), which is no size of change", readings(0.05, scale))
      return nil
    }
    if number == 0 { return "0" }
    if !unit.isEmpty { return scalar }
    let text = PlanNumber.text(number)
    for (ending, unit) in [
      ("_ms", "ms"), ("_milliseconds", "ms"), ("_seconds", "s"), ("_pp", "pp"), ("_points", "pp"),
      ("_factor", "x"), ("_multiplier", "x"),
    ] where key.hasSuffix(ending) {
      return text + unit
    }
    ask("\(path) is \(scalar), without a unit", readings(number, scale))
    return nil
  }

  /// A level, with its unit, as a plan writes it.
  func level(_ scale: Scale) -> String? {
    if let answer { return answer }
    guard let scalar, let (number, unit) = PlanNumber.split(scalar) else {
      ask("\(path) is \(found), which is no level", [scale == .share ? "5%" : "800ms"])
      return nil
    }
    if !unit.isEmpty { return scalar }
    let text = PlanNumber.text(number)
    for (ending, unit) in [("_ms", "ms"), ("_milliseconds", "ms"), ("_seconds", "s")]
    where key.hasSuffix(ending) {
      return text + unit
    }
    let hundredfold = PlanNumber.text(number * 100, digits: 6)
    ask(
      "\(path) is \(scalar), without a unit",
      scale == .share
        ? ["\(hundredfold)% (of all rows)", "\(text)% (of all rows)"] : ["\(text)ms", "\(text)s"])
    return nil
  }

  private func readings(_ number: Double, _ scale: Scale) -> [String] {
    let text = PlanNumber.text(number)
    let percent = number < 1 ? PlanNumber.text(number * 100, digits: 6) : text
    let relative = "\(percent)% (of the control's value)"
    switch scale {
    case .share: return [relative, "\(percent)pp (points)"]
    case .time:
      return [relative, "\(text)ms (time)"] + (number > 1 ? ["\(text)x (a factor)"] : [])
    case .number: return [relative, "\(text) abs (the metric's own unit)"]
    }
  }

  /// A drift score, whose distance no configuration names; nil where it is asked, or left out.
  func driftScore() -> String? {
    switch answer {
    case "ignore": return nil
    case "jensen-shannon":
      if let number, number > 0, number < 1 { return PlanNumber.text(number) }
      ask("\(path) is \(found), which is no score between 0 and 1", ["ignore"])
      return nil
    default:
      ask(
        "\(path) does not say which distance the score is",
        ["jensen-shannon (from 0 to 1, of predictions)", "ignore"])
      return nil
    }
  }

  /// Per cent of all traffic.
  func traffic() -> Double? {
    if let answer {
      let parsed = PlanNumber.split(answer)
      if let parsed, ["", "%"].contains(parsed.unit) { return parsed.number }
    }
    if let scalar, let (number, unit) = PlanNumber.split(scalar) {
      if unit == "%" || key.hasSuffix("percent") || key.hasSuffix("percentage") { return number }
      if unit.isEmpty, number == 0 || (number > 1 && number <= 100) { return number }
      if unit.isEmpty, number <= 1 {
        let text = PlanNumber.text(number)
        let hundredfold = PlanNumber.text(number * 100, digits: 6)
        ask("\(path) is \(scalar), without a unit", ["\(hundredfold)%", "\(text)%"])
        return nil
      }
    }
    ask("\(path) is \(found), which is no part of the traffic", ["10%"])
    return nil
  }

  /// A length of time, as a plan writes it.
  func span() -> String? {
    if let answer { return answer }
    guard let scalar else {
      ask("\(path) is no length of time", ["7d"])
      return nil
    }
    if TimeSpan(scalar) != nil { return scalar }
    if let number = PlanNumber.plain(scalar) {
      let text = PlanNumber.text(number)
      for (ending, unit) in [("_days", "d"), ("_hours", "h"), ("_minutes", "m"), ("_seconds", "s")]
      where key.hasSuffix(ending) {
        return text + unit
      }
      ask("\(path) is \(scalar), without a unit", ["\(text)d", "\(text)h", "\(text)m"])
      return nil
    }
    ask("\(path) is \(found), which is no length of time", ["7d"])
    return nil
  }

  /// Whether a bare number stands here, or one in per cent.
  var isNumber: Bool {
    scalar.flatMap { PlanNumber.split($0) }.map { ["", "%"].contains($0.unit) } ?? false
  }

  // MARK: Collections

  func block() -> ForeignBlock? {
    guard case .mapping(let mapping) = node else { return nil }
    return ForeignBlock(mapping, at: node.position, path: path, questions)
  }

  func items() -> [ForeignValue]? {
    guard case .sequence(let sequence) = node else { return nil }
    return sequence.enumerated().map { index, item in
      ForeignValue(node: item, key: key, path: "\(path)[\(index)]", questions: questions)
    }
  }

  private var found: String {
    switch node {
    case .scalar(let scalar): "\"\(scalar.string)\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
