import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What every page must be: well-formed, whole, without scripts and without network.
final class PageCheck: NSObject, XMLParserDelegate {
  private(set) var elements: [String: Int] = [:]
  private(set) var text = ""
  private var identifiers: Set<String> = []
  private var links: [String] = []
  private var attributes: [(name: String, value: String)] = []

  /// The page without its style, which is the same on all and is approved on its own.
  static func unstyled(_ page: String) -> String {
    guard let start = page.range(of: "<style>"), let end = page.range(of: "</style>") else {
      return page
    }
    return String(page[..<start.upperBound] + page[end.lowerBound...])
  }

  /// Reads a page and expects it to be sound.
  init(_ page: String) {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = self
    #expect(parser.parse(), "\(String(describing: parser.parserError)) line \(parser.lineNumber)")
    #expect(elements["script"] == nil && elements["img"] == nil && elements["iframe"] == nil)
    for link in links {
      #expect(link.hasPrefix("#") && identifiers.contains(String(link.dropFirst())), "\(link)")
    }
    for (name, value) in attributes {
      #expect(!name.hasPrefix("on") && name != "style" && name != "src", "\(name)=\(value)")
    }
    for scalar in page.unicodeScalars where scalar != "\n" {
      // Letters and signs of ASCII are no suspects, and nearly all there is.
      if (0x20..<0x7F).contains(scalar.value) { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        Issue.record("U+\(String(scalar.value, radix: 16)) is on the page")
      default: break
      }
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes found: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (key, value) in found {
      attributes.append((key, value))
      if key == "id" {
        #expect(identifiers.insert(value).inserted, "two elements are \(value)")
      }
      if key == "href" { links.append(value) }
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
