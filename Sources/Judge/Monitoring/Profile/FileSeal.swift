internal import Foundation

/// The last member of a file that assay writes for itself: the SHA-256 of all that stands before it.
///
/// Counts that were changed by hand, by a damaged disk or by an editor mostly still add up; with the seal no
/// such file is read for what it was not written as.
public enum FileSeal {
  private static let mark = ",\"sha256\":\""
  private static let end = "\"}\n"
  /// How many bytes at the end of a file the seal takes.
  public static let length = mark.utf8.count + 64 + end.utf8.count

  /// The text of a file: a JSON object with the seal as its last member.
  ///
  /// What could reorder or hide the text of a terminal is written as its code point: names come from data.
  static func sealed(_ object: String) -> String {
    let body = inert(object.hasSuffix("}") ? String(object.dropLast()) : object)
    return body + mark + Document.digest(Array(body.utf8)) + end
  }

  /// JSON with each character that is not shown as itself escaped; such stand in strings alone.
  private static func inert(_ json: String) -> String {
    guard json.utf8.contains(where: { $0 >= 0x7F }) else { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .format, .lineSeparator, .paragraphSeparator: result += escape(scalar)
      case .control where scalar.value >= 0x7F: result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  /// Whether the last bytes of a file are a seal, right or wrong.
  public static func isSeal(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count == length && bytes.starts(with: mark.utf8)
      && bytes.dropFirst(length - end.utf8.count).elementsEqual(end.utf8)
  }

  /// Whether a file's text is the one that was sealed.
  static func isIntact(_ text: [UInt8]) -> Bool {
    let seal = text.suffix(length)
    guard isSeal(seal) else { return false }
    let digest = seal.dropFirst(mark.utf8.count).prefix(64)
    return Document.digest(Array(text.dropLast(length))).utf8.elementsEqual(digest)
  }
}
