internal import Crypto
internal import Foundation

extension Plan {
  /// SHA-256, in hexadecimal, of what the plan says: comments, the order of keys, and whether it was written in
  /// YAML or in JSON do not matter.
  public var hash: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // With texts for NaN and infinities, nothing that a plan can hold fails to encode.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let canonical = (try? encoder.encode(self)) ?? Data()
    return SHA256.hash(data: canonical).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Which plan this is, for reports.
  public var identity: PlanIdentity {
    PlanIdentity(name: name, strategy: strategy, hash: hash)
  }
}
