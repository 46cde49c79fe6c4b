/// The e-value version of Benjamini & Hochberg's procedure, valid under any dependence.
///
/// Reference: Wang & Ramdas (2022), JRSS B 84, 822–852.
public enum EBenjaminiHochberg {
  /// Which hypotheses are discoveries at false discovery rate α, in the order given.
  ///
  /// The k largest e-values fall, k the largest number whose smallest is at least n/(αk).
  ///
  /// - Throws: `StatsError.invalidParameter` for a negative or NaN e-value or an α not in (0, 1).
  public static func rejected(
    eValues: [Double], significance: Double
  ) throws(StatsError) -> [Bool] {
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    for value in eValues {
      guard value >= 0 else {
        throw .invalidParameter(name: "eValue", value: value, expected: "not negative")
      }
    }
    let descending = eValues.sorted(by: >)
    let count = Double(eValues.count)
    let last = descending.indices.last { descending[$0] * significance * Double($0 + 1) >= count }
    return eValues.map { value in last.map { value >= descending[$0] } ?? false }
  }
}
