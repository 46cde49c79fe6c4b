internal import Foundation

/// One line of a deployment record: which version took whose place, or left.
///
/// The keys are those that operations documents use; others are passed over.
public struct DeploymentEvent: Equatable, Codable, Sendable {
  /// What was done.
  public enum Action: String, Codable, Sendable {
    case promote, rollback, archive
  }

  public var model: String?
  public var version: String
  public var previous: String?
  public var action: Action
  /// ISO 8601; records are ordered by it, and by their place where it is the same.
  public var timestamp: String
  public var success: Bool

  enum CodingKeys: String, CodingKey {
    case model = "model_name"
    case version = "model_version"
    case previous = "previous_version"
    case action, timestamp, success
  }

  /// Creates a record.
  public init(
    _ action: Action, version: String, previous: String? = nil, at timestamp: String,
    success: Bool = true
  ) {
    (self.action, self.version, self.previous) = (action, version, previous)
    (self.timestamp, self.success, model) = (timestamp, success, nil)
  }

  /// A line that is no record.
  public struct Unreadable: Error, Equatable, Sendable {
    public var line: Int
  }

  /// Reads JSON Lines, blank ones passed over.
  ///
  /// - Throws: The first line that is no record; a target that a record might have named is not guessed.
  public static func events(jsonLines text: String) throws(Unreadable) -> [DeploymentEvent] {
    var events: [DeploymentEvent] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) && !Self.isOther(line) {
      guard let event = try? JSONDecoder().decode(DeploymentEvent.self, from: Data(line.utf8)),
        event.time != nil
      else { throw Unreadable(line: index + 1) }
      events.append(event)
    }
    return events
  }

  /// Whether a line is a kept record that says nothing of what was done: one of another kind, or of a deployment
  /// that was asked for and is not known to have been tried.
  private static func isOther(_ line: Substring) -> Bool {
    guard let kept = try? JSONDecoder().decode(KeptRecord.self, from: Data(line.utf8)) else {
      return false
    }
    return kept.type != "DeploymentRecord" || kept.success == nil
  }

  private struct KeptRecord: Decodable {
    var type: String
    var success: Bool?

    enum CodingKeys: String, CodingKey {
      case type = "record_type"
      case success
    }
  }

  /// The time as an instant.
  var time: Date? { try? Date(timestamp, strategy: .iso8601) }
}

extension RollbackTarget {
  /// Finds the version to go back to.
  ///
  /// - `lastKnownGood`: before the version that answers now, the newest that was promoted with success and that
  ///   nobody rolled back from. A version that a rollback went to counts as promoted.
  /// - `highestArchived`: of the versions that were archived and do not answer now the one with the highest
  ///   number, its parts compared as numbers.
  public init(_ choice: RollbackTargetPlan.Choice, among events: [DeploymentEvent]) {
    let events = events.enumerated().filter { $0.element.success }.sorted {
      ($0.element.time ?? .distantPast, $0.offset) < ($1.element.time ?? .distantPast, $1.offset)
    }.map(\.element)
    let answering = events.filter { $0.action != .archive }
    let present = answering.last?.version
    let left = Set(events.filter { $0.action == .rollback }.compactMap(\.previous))
    self.init(choice: choice, version: nil, present: present, records: events.count)
    switch choice {
    case .lastKnownGood:
      version = answering.last { $0.version != present && !left.contains($0.version) }?.version
    case .highestArchived:
      version =
        events.filter { $0.action == .archive && $0.version != present }.map(\.version)
        .max { Self.isLower($0, $1) }
    }
  }

  /// Whether a version number is lower: 9 is lower than 10, v1.9 lower than v1.10.
  private static func isLower(_ a: String, _ b: String) -> Bool {
    func parts(_ version: String) -> [Int] {
      version.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    }
    let (first, second) = (parts(a), parts(b))
    return first == second ? a < b : first.lexicographicallyPrecedes(second)
  }
}
