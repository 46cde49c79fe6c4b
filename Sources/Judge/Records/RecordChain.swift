internal import Crypto
internal import Foundation

/// Records kept one a line, each holding a digest of itself and of the line before it, so that a line that was
/// changed, taken out or put in shows.
///
/// Lines taken off the end leave a whole chain: whoever must see that, too, notes the digest of the last line
/// elsewhere.
public struct RecordChain: Equatable, Sendable {
  /// One line, as it is kept.
  public struct Link: Equatable, Sendable {
    public var line: String
    public var record: StoredRecord
  }

  /// The first place where the lines do not fit each other, counted from 1.
  public struct Break: Error, Equatable, Sendable {
    /// What does not fit.
    public enum Kind: Equatable, Sendable {
      /// The line is none that was ever written.
      case noRecord
      /// The line is not what its own digest was made of.
      case changed
      /// The line before is not the one that stood there when this one was written.
      case foreignPredecessor
      /// Its number does not follow.
      case misnumbered(found: Int)
      /// The last line has no end: it was cut off while it was written.
      case cutOff
      /// The line ends as no line was written: in a carriage return.
      case carriageReturn
    }

    public var line: Int
    public var kind: Kind
  }

  public private(set) var links: [Link] = []

  /// Creates a chain without records.
  public init() {}

  /// Reads the text of a file and holds every line against the others.
  ///
  /// - Throws: The first line that does not fit.
  public init(_ text: String) throws(Break) {
    guard !text.isEmpty else { return }
    // By bytes: a carriage return and a line feed are one character.
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    let last = lines.removeLast()
    for (index, line) in lines.enumerated() {
      if line.last == 0x0D { throw Break(line: index + 1, kind: .carriageReturn) }
      try append(String(decoding: line, as: UTF8.self), number: index + 1)
    }
    if !last.isEmpty {
      throw Break(line: lines.count + 1, kind: Self.beginsRecord(last) ? .cutOff : .noRecord)
    }
  }

  /// SHA-256 of the last line; nil where there is none.
  public var head: String? { links.last.map { Self.digest($0.line) } }

  /// Where the next record goes.
  public var end: RecordPosition { RecordPosition(sequence: links.count + 1, previous: head) }

  /// The rollback that a gate kept of a plan, or nil.
  ///
  /// - Parameters:
  ///   - plan: The digest of the plan.
  ///   - versions: The versions on trial; one that the plan judged before is another rollout.
  /// - Returns: The rollback.
  public func rollback(of plan: String, versions: [String]) -> FormerRollback? {
    let isKept = links.lazy.map(\.record).contains {
      $0.action == DeploymentEvent.Action.rollback.rawValue && $0.validation?.planHash == plan
        && $0.previousVersion.map(versions.contains) ?? true
    }
    return isKept ? FormerRollback(newest: nil) : nil
  }

  /// Adds a record at the end.
  ///
  /// - Parameter body: A JSON object on one line, made for this ``end``.
  /// - Returns: Its line.
  public mutating func add(_ body: String) -> String {
    let line = Self.sealed(body)
    if let record = StoredRecord(json: line) { links.append(Link(line: line, record: record)) }
    return line
  }

  /// Adds a line that a chain would have written here.
  private mutating func append(_ line: String, number: Int) throws(Break) {
    guard let body = Self.opened(line), let record = StoredRecord(json: line) else {
      throw Break(line: number, kind: .noRecord)
    }
    guard Self.sealed(body) == line else { throw Break(line: number, kind: .changed) }
    guard record.previousRecord == head else {
      throw Break(line: number, kind: .foreignPredecessor)
    }
    guard record.sequence == number else {
      throw Break(line: number, kind: .misnumbered(found: record.sequence))
    }
    links.append(Link(line: line, record: record))
  }

  // MARK: Lines

  /// Whether a killed writer may have left this of a record.
  public static func beginsRecord(_ bytes: Substring.UTF8View) -> Bool {
    "{\"".utf8.starts(with: bytes.prefix(2))
  }

  private static let seal = ",\"record_digest\":\""

  /// The line of a body, which is a JSON object on one line: the digest of the body becomes its last member.
  public static func sealed(_ body: String) -> String {
    body.dropLast() + seal + digest(body) + "\"}"
  }

  /// The body that a line was made of, were it one of a chain.
  private static func opened(_ line: String) -> String? {
    let length = seal.utf8.count + 64 + 2
    guard line.utf8.count > length else { return nil }
    let body = line.utf8.dropLast(length)
    guard let text = String(body), line.utf8.dropFirst(body.count).starts(with: seal.utf8) else {
      return nil
    }
    return text + "}"
  }

  /// SHA-256 of a text in UTF-8, in hexadecimal.
  public static func digest(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

/// Where a record stands in its chain.
public struct RecordPosition: Equatable, Sendable {
  /// Counted from 1.
  public var sequence: Int
  /// SHA-256 of the line before it; nil for the first.
  public var previous: String?

  /// Creates a position.
  public init(sequence: Int, previous: String?) {
    (self.sequence, self.previous) = (sequence, previous)
  }
}
