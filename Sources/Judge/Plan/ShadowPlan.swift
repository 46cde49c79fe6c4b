/// A model that answers the same requests as the one in service, without being heard.
public struct ShadowPlan: Equatable, Codable, Sendable {
  /// Where its answers are; nil where the log holds them, too, as rows of the treatment.
  public var file: String?
  /// The column that names the request in its file; named as in the log where nil.
  public var key: String?
  /// Columns that its file calls otherwise, by their names in the log.
  public var renamed: [String: String] = [:]
  /// The score from which on an answer means true, where models are compared by their scores.
  public var threshold: Double?
  /// The share of requests, 0…1, on which both must be shown to answer alike.
  public var agreement: Double?
  /// By how much the shadow's area under the ROC curve may be smaller; areas are not compared where nil.
  public var areaMargin: Double?
  /// The share of requests, 0…1, that may lack one of the two answers.
  public var missingPairs: Double = 0
  /// The columns of the log by whose values disagreement is broken down.
  public var slices: [String] = []
  /// What a shadow that passes is answered with.
  public var onPass: OnPass = .wait

  /// What a shadow that passes is answered with.
  public enum OnPass: String, Codable, Sendable {
    /// `continue`: a person promotes.
    case wait
    case promote
  }

  /// Creates a plan that takes both answers from one log.
  public init() {}

  /// The duration W1 asks of a shadow, in seconds.
  static let standardDuration = 604_800.0

  /// The name under which a column of the shadow stands beside the log's own.
  static func paired(_ column: String) -> String { "shadow.\(column)" }
}
