/// A page that needs nothing but itself: no script, no network, its style inside.
///
/// Two runs give the same bytes: a page holds no clock.
struct HTMLPage {
  /// What kind of report it is.
  var kind: String
  /// What the report is about: the plan's name, where there is one.
  var name: String?
  var verdict: (label: Phrase, sentence: String)
  /// Sections between the verdict and the provenance.
  var sections: [Markup]
  var provenance: Provenance
  /// The plan's SHA-256, where there is one.
  var planHash: String?

  /// The whole page.
  var text: String {
    "<!DOCTYPE html>\n" + document.html + "\n"
  }

  private var document: Markup {
    .tag(
      .html, Markup.Attribute(name: .lang, value: "en"),
      holding: [head, .tag(.body, holding: [header, main, footer])])
  }

  private var head: Markup {
    let about = name.map { ": " + InertText.name($0) } ?? ""
    let title = "\(verdict.label.text)\(about) · assay \(kind)"
    return .tag(
      .head,
      holding: [
        .tag(.meta, Markup.Attribute(name: .charset, value: "utf-8")),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"), meta("generator", "assay \(provenance.version)"),
        .tag(.title, text: title), .stylesheet(.page),
      ])
  }

  private func meta(_ name: String, _ content: String) -> Markup {
    .tag(
      .meta, Markup.Attribute(name: .name, value: name),
      Markup.Attribute(name: .content, value: content))
  }

  private var header: Markup {
    let tone = verdict.label.tone
    return .tag(
      .header,
      holding: [
        .tag(.p, .class("eyebrow"), text: "assay · \(kind)"),
        .tag(.h1, holding: [name.map { .name($0) } ?? .text(Self.sentence(kind))]),
        .tag(
          .div, .class("verdict \(tone.style)"),
          holding: [
            .tag(
              .p, .class("label"),
              holding: [
                .tag(.span, Markup.Attribute(name: .hidden, value: "true"), text: tone.symbol),
                .text(" " + verdict.label.text),
              ]),
            .tag(.p, text: Self.sentence(verdict.sentence)),
          ]),
      ])
  }

  private var main: Markup { .tag(.main, holding: sections + [provenanceSection]) }

  private var provenanceSection: Markup {
    let inputs = provenance.inputs.map { input in
      Fact(input.role.rawValue, input.names.map { InertText.line($0) }.joined(separator: ", "))
    }
    return .section(
      "Provenance",
      [
        .facts(
          [name.map { Fact("plan", InertText.name($0)) }].compactMap(\.self)
            + [planHash.map { Fact("SHA-256 of the plan", $0) }].compactMap(\.self) + inputs
            + [Fact("made by", "assay \(provenance.version)")])
      ])
  }

  private var footer: Markup {
    .tag(
      .footer,
      holding: [
        .tag(
          .p,
          text: "One file without scripts or network; the same logs and plan give the same page.")
      ])
  }

  /// A sentence begins with a capital letter, if it begins with a letter that has one.
  static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension Phrase.Tone {
  /// Its class in the stylesheet.
  var style: String {
    switch self {
    case .plain: "plain"
    case .strong: "strong"
    case .good: "good"
    case .caution: "caution"
    case .bad: "bad"
    case .quiet: "quiet"
    }
  }

  /// A shape that says the same as the colour.
  var symbol: String {
    switch self {
    case .plain, .strong, .quiet: "■"
    case .good: "●"
    case .caution: "◆"
    case .bad: "▲"
    }
  }
}
