internal import Foundation
internal import Summaries

/// Results from outside, read from their files.
struct EvidenceCheck {
  let documents: [String: [UInt8]]
  let manifest: Document?
  /// The present, for ages.
  let asOf: Timestamp?

  func check(_ plan: EvidencePlan) -> Check {
    switch plan.requirement {
    case .all(let parts): Check(plan.name, .combined(.all, parts.map(check)))
    case .any(let parts): Check(plan.name, .combined(.any, parts.map(check)))
    default: Check(plan.name, .evidence(finding(plan)))
    }
  }

  private func finding(_ plan: EvidencePlan) -> EvidenceFinding {
    let file = plan.requirement.file ?? ""
    guard let bytes = documents[file] else { return .missing(file: file) }
    let digest = Document.digest(bytes)
    if let expected = plan.digest, expected != digest {
      return .digestMismatch(file: file, expected: expected, found: digest)
    }
    guard !bytes.isEmpty else { return .unreadable(file: file, cause: "it is empty") }
    // What only has to be there may be anything, such as a signed letter.
    if case .document(_, nil, _) = plan.requirement, plan.maximumAge == nil, plan.same.isEmpty {
      return .verified(file: file, digest: digest)
    }
    let document: Document
    do throws(Document.Failure) { document = try Document(bytes) } catch {
      return .unreadable(file: file, cause: error.cause)
    }
    return age(plan, file, document) ?? subject(plan, file, document)
      ?? contents(plan.requirement, file, document) ?? .verified(file: file, digest: digest)
  }

  private func age(
    _ plan: EvidencePlan, _ file: String, _ document: Document
  ) -> EvidenceFinding? {
    guard let allowed = plan.maximumAge else { return nil }
    guard let written = document[plan.date]?.text.flatMap(Document.instant), let asOf else {
      return .undated(file: file, field: plan.date)
    }
    let age = written.seconds(to: asOf)
    // Evidence from tomorrow is as good as none; a day's date may be that of another time zone.
    return age > allowed || age < -86_400 ? .stale(file: file, age: age, allowed: allowed) : nil
  }

  private func subject(
    _ plan: EvidencePlan, _ file: String, _ document: Document
  ) -> EvidenceFinding? {
    for field in plan.same {
      let (found, expected) = (document[field]?.text, manifest?[field]?.text)
      guard found != nil, found == expected else {
        return .otherSubject(file: file, field: field, found: found, manifest: expected)
      }
    }
    return nil
  }

  private func contents(
    _ requirement: EvidencePlan.Requirement, _ file: String, _ document: Document
  ) -> EvidenceFinding? {
    switch requirement {
    case .document(_, let field, let equals):
      guard let field else { return nil }
      guard let found = document[field]?.text else { return .noField(file: file, field: field) }
      return equals.contains(found)
        ? nil : .otherValue(file: file, field: field, found: found, expected: equals)
    case .report(_, let verdicts, let plan): return report(file, document, verdicts, plan)
    case .approvals(_, let roles): return approvals(file, document, roles)
    case .checklist(_, let items):
      let open = items.filter { !Self.isDone($0, document) }
      return open.isEmpty ? nil : .open(file: file, items: open)
    case .all, .any: return nil
    }
  }

  private func report(
    _ file: String, _ document: Document, _ verdicts: [String], _ plan: String?
  ) -> EvidenceFinding? {
    guard let kind = document["kind"]?.text, ["decision", "drift"].contains(kind),
      let verdict = document["verdict"]?.text, let hash = document["plan.hash"]?.text
    else { return .notAReport(file: file) }
    if let plan, !hash.hasPrefix(plan.lowercased()) {
      return .otherPlan(file: file, found: hash, expected: plan)
    }
    return verdicts.contains(verdict)
      ? nil : .verdict(file: file, found: verdict, accepted: verdicts)
  }

  /// The last word of a role counts, and an approval without a name is none.
  ///
  /// Approvals are a list of `{role: owner, name: Jane, approved: true}`, by itself or under `approvals`.
  private func approvals(
    _ file: String, _ document: Document, _ roles: [String]
  ) -> EvidenceFinding? {
    let entries = document.items ?? document["approvals"]?.items ?? []
    var answers: [String: Bool] = [:]
    for entry in entries {
      guard let role = entry["role"]?.text, let answer = entry["approved"]?.text else { continue }
      answers[role] = PlainText.truth(answer) == true && entry["name"]?.text != nil
      if PlainText.truth(answer) == false { answers[role] = false }
    }
    let refused = roles.filter { role in
      entries.last { $0["role"]?.text == role }?["approved"]?.text.flatMap(PlainText.truth) == false
    }
    if !refused.isEmpty { return .refused(file: file, roles: refused) }
    let open = roles.filter { answers[$0] != true }
    return open.isEmpty ? nil : .notApproved(file: file, roles: open)
  }

  /// Whether a checklist says that an item is done.
  ///
  /// It is `{rollback tested: true}`, a list of what is done, or `[{name: rollback tested, done: true}]`; by
  /// itself or under `items` or `checklist`.
  private static func isDone(_ item: String, _ document: Document) -> Bool {
    let body = document["items"] ?? document["checklist"] ?? document
    if let entry = body.entries?.last(where: { $0.key == item }) {
      return entry.value.text.flatMap(PlainText.truth) == true
    }
    return (body.items ?? []).contains {
      $0.text == item
        || (($0["name"] ?? $0["item"])?.text == item
          && $0["done"]?.text.flatMap(PlainText.truth) == true)
    }
  }
}
