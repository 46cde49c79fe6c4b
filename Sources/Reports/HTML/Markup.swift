/// A piece of a page.
///
/// Whatever comes from outside can only be text in it, so that no name of a column can become a tag, an
/// attribute or a style: tags and attributes are the cases of two enums, and a stylesheet is a literal.
indirect enum Markup: Equatable, Sendable {
  case element(Tag, [Attribute], [Markup])
  case text(String)
  case stylesheet(Stylesheet)

  /// The elements that pages are made of.
  enum Tag: String, Sendable {
    case html, head, meta, title, style, body, header, main, section, footer, nav
    case h1, h2, h3, p, div, span, strong, small, bdi, ul, li, dl, dt, dd, a
    case table, caption, thead, tbody, tr, th, td, details, summary, figure, figcaption
    case svg, g, path, line, rect, circle, text

    /// Whether the element never has content.
    var isVoid: Bool {
      switch self {
      case .meta, .path, .line, .rect, .circle: true
      default: false
      }
    }
  }

  /// An attribute and its value, which is escaped as text is.
  struct Attribute: Equatable, Sendable {
    /// The attributes that pages use; none of them runs anything or fetches anything.
    enum Name: String, Sendable {
      case `class`, id, lang, charset, name, content, href, open, scope, role, d, r, x, y, cx, cy
      case x1, x2, y1, y2, width, height, viewBox, transform, tabindex
      case textAnchor = "text-anchor"
      case label = "aria-label"
      case hidden = "aria-hidden"
      case columnTitle = "data-title"
    }

    var name: Name
    var value: String
  }
}

extension Markup: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .text(value) }

  /// An element.
  static func tag(_ tag: Tag, _ attributes: Attribute..., holding content: [Markup] = []) -> Markup
  {
    .element(tag, attributes, content)
  }

  /// An element that holds a text.
  static func tag(_ tag: Tag, _ attributes: Attribute..., text: String) -> Markup {
    .element(tag, attributes, [.text(text)])
  }

  /// A name from data: right-to-left letters in it do not reorder what stands beside it.
  static func name(_ text: String, limit: Int = 60) -> Markup {
    .tag(.bdi, text: InertText.name(text, limit: limit))
  }
}

extension Markup.Attribute {
  static func `class`(_ value: String) -> Self { Self(name: .class, value: value) }

  static func id(_ value: String) -> Self { Self(name: .id, value: value) }

  /// A link to a place of the same page; there are no others.
  static func link(to id: String) -> Self { Self(name: .href, value: "#" + id) }

  /// What is read aloud instead of the content.
  static func label(_ value: String) -> Self { Self(name: .label, value: value) }

  static func number(_ name: Name, _ value: Double) -> Self {
    Self(name: name, value: Coordinate.text(value))
  }
}
