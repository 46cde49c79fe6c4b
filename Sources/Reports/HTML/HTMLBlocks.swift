/// The parts of any report, as parts of a page.
struct HTMLBlocks {
  /// What stands in the place of a table, where it is to be more than its words.
  var picture: (Table) -> Markup? = { _ in nil }

  /// Blocks under the headings that are among them; what comes first has none.
  func sections(_ blocks: [Report.Block]) -> [Markup] {
    var sections: [Markup] = []
    var heading: String?
    var content: [Markup] = []
    func close() -> [Markup] {
      content.isEmpty && heading == nil ? [] : [.section(heading, content)]
    }
    for block in blocks {
      if case .heading(let text) = block {
        sections += close()
        (heading, content) = (text, [])
      } else {
        content.append(part(block))
      }
    }
    return sections + close()
  }

  /// One block.
  func part(_ block: Report.Block) -> Markup {
    switch block {
    case .headline(let label, let text):
      .tag(.p, holding: [.phrase(label), .text(" " + text)])
    case .heading(let text): .tag(.h2, text: text)
    case .paragraph(let phrase): .tag(.p, .class(phrase.tone.style), text: phrase.text)
    case .facts(let facts): .facts(facts)
    case .list(let phrases):
      .tag(.ul, holding: phrases.map { .tag(.li, .class($0.tone.style), text: $0.text) })
    case .table(let table): picture(table) ?? .table(table)
    }
  }
}

extension Markup {
  /// A part of a page under a title.
  static func section(_ title: String?, id: String? = nil, _ content: [Markup]) -> Markup {
    .element(
      .section, id.map { [.id($0)] } ?? [], (title.map { [.tag(.h2, text: $0)] } ?? []) + content)
  }

  /// Names and what they stand for.
  static func facts(_ facts: [Fact]) -> Markup {
    .tag(
      .dl,
      holding: facts.map { fact in
        .tag(
          .div, holding: [.tag(.dt, text: fact.name), .tag(.dd, text: fact.text)])
      })
  }

  /// A text in its tone; a shape says again what a colour says.
  static func phrase(_ phrase: Phrase) -> Markup {
    switch phrase.tone {
    case .plain: .text(phrase.text)
    case .strong: .tag(.strong, text: phrase.text)
    case .quiet: .tag(.span, .class("quiet"), text: phrase.text)
    case .good, .caution, .bad:
      .tag(
        .strong, .class("tone \(phrase.tone.style)"),
        holding: [
          .tag(.span, Attribute(name: .hidden, value: "true"), text: phrase.tone.symbol + " "),
          .text(phrase.text),
        ])
    }
  }

  /// Rows under titles; on a narrow screen each row is a card that repeats the titles.
  static func table(_ table: Table) -> Markup {
    let titles = table.columns.map { HTMLTable.Column($0.title, $0.alignment) }
    let rows = table.rows.map { $0.map { [Markup.phrase($0)] } }
    return HTMLTable(columns: titles, rows: rows).markup
  }
}
