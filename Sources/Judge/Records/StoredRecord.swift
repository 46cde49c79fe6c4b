internal import Foundation

/// What a history shows of one kept record; the line has more.
public struct StoredRecord: Equatable, Decodable, Sendable {
  public var recordType: String
  public var sequence: Int
  public var timestamp: String
  public var previousRecord: String?
  public var action: String?
  public var modelName: String?
  public var modelVersion: String?
  public var previousVersion: String?
  public var verdict: String?
  /// What a deployment rests on.
  public var validation: Validation?
  public var triggeredBy: String?
  public var from: Scalar?
  public var to: Scalar?
  public var success: Bool?

  /// A version or a weight.
  public enum Scalar: Equatable, Decodable, Sendable {
    case text(String)
    case number(Double)

    /// Reads whichever stands there.
    public init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .text(text)
      } else {
        self = .number(try value.decode(Double.self))
      }
    }
  }

  /// The part of a result that tells which plan it is of.
  public struct Validation: Equatable, Decodable, Sendable {
    public var planHash: String?

    private enum CodingKeys: String, CodingKey { case planHash = "plan_sha256" }
  }

  private enum CodingKeys: String, CodingKey {
    case recordType = "record_type"
    case sequence, timestamp
    case previousRecord = "previous_record"
    case action
    case modelName = "model_name"
    case modelVersion = "model_version"
    case previousVersion = "previous_version"
    case verdict
    case validation = "validation_result"
    case triggeredBy = "triggered_by"
    case from, to, success
  }

  /// Reads a line; nil where it is none of a chain.
  init?(json: String) {
    guard let record = try? JSONDecoder().decode(StoredRecord.self, from: Data(json.utf8)) else {
      return nil
    }
    self = record
  }
}
