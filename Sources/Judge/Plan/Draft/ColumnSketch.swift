/// What the first rows of a log show of one column.
struct ColumnSketch {
  let index: Int
  let name: String
  /// The name in lower case, letters and digits only: `User-ID` is `userid`.
  let key: String
  /// The values of the sampled rows, `nil` where there is none.
  let values: [String?]
  /// Different values, in the order of their first appearance.
  let distinct: [String]

  init(index: Int, name: String, values: [String?]) {
    (self.index, self.name) = (index, name)
    key = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    self.values = values.map { value in
      guard let value, !value.isEmpty, !ColumnSketch.missing.contains(value) else { return nil }
      return value
    }
    var seen: Set<String> = []
    distinct = self.values.compactMap(\.self).filter { seen.insert($0).inserted }
  }

  private static let missing: Set = Set(LogColumns().missing)

  var hasValues: Bool { !distinct.isEmpty }

  /// The column's numbers, if every value is one.
  var numbers: [Double?]? {
    var numbers: [Double?] = []
    for value in values {
      guard let value else {
        numbers.append(nil)
        continue
      }
      guard let number = Double(value), number.isFinite else { return nil }
      numbers.append(number)
    }
    return hasValues ? numbers : nil
  }

  /// The column as zeros and ones, if every value reads as a boolean.
  var flags: [Double?]? {
    var flags: [Double?] = []
    for value in values {
      switch value?.lowercased() {
      case nil: flags.append(nil)
      case "true", "t", "yes", "y", "1": flags.append(1)
      case "false", "f", "no", "n", "0": flags.append(0)
      default: return nil
      }
    }
    return hasValues ? flags : nil
  }

  /// Whether every value looks like a date, or like seconds or more since 1970.
  var looksLikeTime: Bool {
    hasValues
      && distinct.allSatisfy { value in
        if let number = Double(value) { return number >= 100_000_000 }
        let parts = value.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
      }
  }

  /// Whether values come back so often that they can be names of variants.
  var looksLikeGroups: Bool { (2...10).contains(distinct.count) && distinct.count < values.count }
}
