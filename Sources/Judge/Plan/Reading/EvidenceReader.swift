/// Reads which results from outside a plan asks for.
struct EvidenceReader {
  let hasManifest: Bool

  /// Evidence within evidence goes no deeper than this.
  private static let deepest = 4

  func list(_ value: PlanValue, depth: Int = 0) -> [EvidencePlan] {
    let items = value.items() ?? []
    if items.isEmpty, value.isList {
      value.complain(.invalidValue, "\(value.path) is empty", mend: "name evidence, or remove it")
    }
    return items.compactMap { item in
      item.section(PlanKeys.Evidence.self).flatMap { evidence($0, item, depth) }
    }
  }

  private func evidence(
    _ section: PlanSection<PlanKeys.Evidence>, _ value: PlanValue, _ depth: Int
  ) -> EvidencePlan? {
    let name = section.required(.name, mend: "add name: security scan")?.text()
    guard let source = source(section, value) else { return nil }
    refuseOthers(section, source)
    guard let requirement = requirement(section, source, depth) else { return nil }
    var evidence = EvidencePlan(name ?? "", requirement)
    if let digest = section[.sha256] {
      evidence.digest = digest.text("64 hexadecimal digits").map { $0.lowercased() }
      if let written = evidence.digest,
        written.count != 64 || !written.allSatisfy({ "0123456789abcdef".contains($0) })
      {
        digest.invalid(written, "64 hexadecimal digits")
      }
    }
    evidence.maximumAge = section[.maximumAge]?.span()
    evidence.date = section[.date]?.text("the name of a field") ?? evidence.date
    if evidence.maximumAge == nil {
      section.refuse([.date], because: "is used by max_age alone", mend: "add max_age: 30d")
    }
    evidence.same =
      section[.same]?.itemsOrSelf().compactMap { $0.text("the name of a field") } ?? []
    if !evidence.same.isEmpty, !hasManifest {
      section[.same]?.complain(
        .contradiction, "\(section.path).same compares with the manifest, and there is none",
        mend: "add a manifest")
    }
    return evidence
  }

  private static let sources: [PlanKeys.Evidence] = [
    .file, .report, .approvals, .checklist, .allOf, .anyOf,
  ]

  /// The one key that says what kind of evidence it is.
  private func source(
    _ section: PlanSection<PlanKeys.Evidence>, _ value: PlanValue
  ) -> PlanKeys.Evidence? {
    let found = Self.sources.filter { section[$0] != nil }
    guard found.count == 1, let source = found.first else {
      let list = Self.sources.map(\.rawValue).joined(separator: ", ")
      value.complain(
        .contradiction,
        "\(value.path) has \(found.isEmpty ? "none" : "\(found.count)") of \(list)",
        mend: "write one of them")
      return nil
    }
    return source
  }

  private func refuseOthers(
    _ section: PlanSection<PlanKeys.Evidence>, _ source: PlanKeys.Evidence
  ) {
    func refuse(_ keys: [PlanKeys.Evidence], unless owner: PlanKeys.Evidence) {
      guard source != owner else { return }
      section.refuse(keys, because: "belongs to \(owner.rawValue)", mend: "remove it")
    }
    refuse([.field, .equals], unless: .file)
    refuse([.verdict, .plan], unless: .report)
    refuse([.roles, .change], unless: .approvals)
    refuse([.items], unless: .checklist)
    if source == .allOf || source == .anyOf {
      section.refuse(
        [.sha256, .maximumAge, .date, .same], because: "belongs to a file",
        mend: "write it at each of the parts")
    }
  }

  private func requirement(
    _ section: PlanSection<PlanKeys.Evidence>, _ source: PlanKeys.Evidence, _ depth: Int
  ) -> EvidencePlan.Requirement? {
    guard let value = section[source] else { return nil }
    switch source {
    case .allOf, .anyOf:
      guard depth < Self.deepest else {
        value.complain(.invalidValue, "\(value.path) is nested too deeply", mend: "flatten it")
        return nil
      }
      let parts = list(value, depth: depth + 1)
      return source == .allOf ? .all(parts) : .any(parts)
    case .report:
      let verdicts = section[.verdict]?.itemsOrSelf().compactMap { verdict($0) } ?? ["promote"]
      return value.text("a file").map {
        .report(file: $0, verdicts: verdicts, plan: section[.plan]?.text("the hash of a plan"))
      }
    case .approvals:
      let roles = roles(section)
      return value.text("a file").map { .approvals(file: $0, roles: roles) }
    case .checklist:
      let listed = section.required(.items, mend: "name them: items: [rollback tested]")
      let items = listed?.texts()
      if items?.isEmpty == true { complainOfNothing(listed, mend: "name an item, or remove it") }
      return value.text("a file").map { .checklist(file: $0, items: items ?? []) }
    default:
      let field = section[.field]?.text("the path of a field")
      let equals = section[.equals]?.itemsOrSelf().compactMap { $0.text("a value") } ?? []
      if field != nil, equals.isEmpty {
        _ = section.required(.equals, mend: "say what it must be: equals: passed")
      } else if field == nil, !equals.isEmpty {
        _ = section.required(.field, mend: "say which field: field: result.status")
      }
      return value.text("a file").map { .document(file: $0, field: field, equals: equals) }
    }
  }

  private func verdict(_ value: PlanValue) -> String? {
    let words = Verdict.allCases.map(\.rawValue) + DriftVerdict.allCases.map(\.rawValue)
    guard let text = value.text("a verdict") else { return nil }
    guard words.contains(text) else {
      value.invalid(text, "one of \(words.joined(separator: ", "))")
      return nil
    }
    return text
  }

  /// The roles that must approve: a list, or one for each kind of change.
  private func roles(_ section: PlanSection<PlanKeys.Evidence>) -> [String] {
    guard let value = section.required(.roles, mend: "name them: roles: [owner]") else { return [] }
    guard value.isMapping else {
      section.refuse(
        [.change], because: "chooses among kinds of change, and roles is a list",
        mend: "write roles: {major: [owner, security], minor: [owner]}")
      return named(value)
    }
    let kinds = value.entries() ?? []
    guard let change = section.required(.change, mend: "say which change this is: change: minor"),
      let written = change.text("a kind of change")
    else { return [] }
    guard let roles = kinds.first(where: { $0.name == written }) else {
      change.invalid(written, "one of \(kinds.map(\.name).joined(separator: ", "))")
      return []
    }
    return named(roles.value)
  }

  private func named(_ value: PlanValue) -> [String] {
    let items = value.itemsOrSelf()
    if items.isEmpty { complainOfNothing(value, mend: "name who must approve, or remove it") }
    return items.compactMap { $0.text("a role") }
  }

  /// What asks for nothing would always be there.
  private func complainOfNothing(_ value: PlanValue?, mend: String) {
    value?.complain(.invalidValue, "\(value?.path ?? "") is empty", mend: mend)
  }
}
