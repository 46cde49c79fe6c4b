internal import Crypto
internal import Foundation
internal import Summaries
internal import Yams

/// A YAML or JSON document from outside: values by name, and no more than a checker needs.
enum Document: Equatable {
  case scalar(String)
  case list([Document])
  case mapping([Entry])

  struct Entry: Equatable {
    var key: String
    var value: Document
  }

  /// Why a document cannot be read.
  struct Failure: Error, Equatable { var cause: String }

  /// Larger ones are no document of this kind.
  private static let largestText = 16 << 20
  private static let mostNodes = 1_000_000

  /// Reads a document.
  init(_ bytes: [UInt8]) throws(Failure) {
    guard bytes.count <= Self.largestText else { throw Failure(cause: "more than 16 MiB") }
    guard let text = String(bytes: bytes, encoding: .utf8) else {
      throw Failure(cause: "no UTF-8 text")
    }
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw Failure(cause: "neither YAML nor JSON")
    }
    guard let root else { throw Failure(cause: "it is empty") }
    var nodes = 0
    guard let document = Self.document(root, &nodes) else {
      throw Failure(cause: "too many values")
    }
    self = document
  }

  /// Aliases make a small text large, so that values are counted.
  private static func document(_ node: Node, _ nodes: inout Int) -> Document? {
    nodes += 1
    guard nodes <= mostNodes else { return nil }
    switch node {
    case .scalar(let scalar): return .scalar(scalar.string)
    case .alias: return .scalar("")
    case .sequence(let sequence):
      var list: [Document] = []
      for item in sequence {
        guard let item = document(item, &nodes) else { return nil }
        list.append(item)
      }
      return .list(list)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        guard let value = document(value, &nodes) else { return nil }
        entries.append(Entry(key: key.scalar?.string ?? "", value: value))
      }
      return .mapping(entries)
    }
  }

  /// The value of a key, or of a path such as `result.status`.
  subscript(path: String) -> Document? {
    guard case .mapping(let entries) = self else { return nil }
    if let entry = entries.first(where: { $0.key == path }) { return entry.value }
    guard let dot = path.firstIndex(of: ".") else { return nil }
    return self[String(path[..<dot])]?[String(path[path.index(after: dot)...])]
  }

  /// The text of a scalar that says something.
  var text: String? {
    guard case .scalar(let text) = self, !["", "~", "null"].contains(text) else { return nil }
    return text
  }

  var items: [Document]? { if case .list(let items) = self { items } else { nil } }

  var entries: [Entry]? { if case .mapping(let entries) = self { entries } else { nil } }

  /// The SHA-256 of a file, in hexadecimal.
  static func digest(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The instant of a text: a day, or a date and time with a zone.
  static func instant(_ text: String) -> Timestamp? {
    if text.count == 10 { return PlanValue.midnight(text) }
    let written = text.replacingOccurrences(of: " ", with: "T")
    let date =
      (try? Date(written, strategy: .iso8601))
      ?? (try? Date(written, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    return date.map { Timestamp(seconds: Int64($0.timeIntervalSince1970.rounded())) }
  }
}
