internal import Foundation
internal import Stats

extension LogProfile {
  /// SHA-256 of the profile's text, in hexadecimal.
  public var digest: String {
    RecordChain.digest(text)
  }
}

extension DriftState {
  /// The state as its file has it.
  private struct Document: Codable {
    var assayDriftState: Int
    var alarmRate: Double
    var alarms: Int
    var logEvidence: [String: Double]
    var looks: [Look]
    var plan: String
    var reference: String
    var streams: Int
  }

  private static let version = 2

  /// The text of the state's file, the same bytes for the same state.
  public var text: String {
    let document = Document(
      assayDriftState: Self.version, alarmRate: detector.alarmRate, alarms: detector.alarms,
      logEvidence: detector.logEvidence, looks: looks, plan: plan, reference: reference,
      streams: detector.streams)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let data = (try? encoder.encode(document)) ?? Data()
    return FileSeal.sealed(String(bytes: data, encoding: .utf8) ?? "")
  }

  /// Reads a state's file; one that is not as it was written, or not consistent, is refused.
  ///
  /// - Throws: `DriftStateError`.
  public init(text: [UInt8]) throws(DriftStateError) {
    let data = Data(text)
    guard let version = try? JSONDecoder().decode(StateVersion.self, from: data) else {
      throw .malformed
    }
    guard version.assayDriftState == Self.version else {
      throw .unknownVersion(version.assayDriftState)
    }
    guard FileSeal.isIntact(text),
      let document = try? JSONDecoder().decode(Document.self, from: data),
      let detector = AveragedEDetector(
        alarmRate: document.alarmRate, logEvidence: document.logEvidence,
        streams: document.streams, looks: document.looks.count, alarms: document.alarms),
      Set(document.looks.map(\.name)).count == document.looks.count,
      document.looks.allSatisfy({ $0.rows >= 0 }),
      document.looks.count(where: \.alarm) == document.alarms
    else { throw .malformed }
    (plan, reference) = (document.plan, document.reference)
    (self.detector, looks) = (detector, document.looks)
  }
}

private struct StateVersion: Decodable {
  var assayDriftState: Int
}
