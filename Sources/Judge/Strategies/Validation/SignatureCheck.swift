internal import Foundation
internal import Summaries

/// The columns of a log, and of the current model, against those that a signature declares.
struct SignatureCheck {
  let plan: SignaturePlan
  let documents: [String: [UInt8]]

  /// The columns that a plan declares, itself or by its file.
  static func declared(
    _ plan: SignaturePlan?, _ documents: [String: [UInt8]]
  ) throws(Document.Failure) -> [String: SignaturePlan.ColumnType] {
    guard let plan else { return [:] }
    guard let file = plan.file else { return plan.columns }
    guard let bytes = documents[file] else { throw Document.Failure(cause: "") }
    return try columns(of: Document(bytes))
  }

  /// The columns of a document: `{age: number}` or `[{name: age, type: double}]`, by itself or under
  /// `columns`, `inputs` or `signature`.
  private static func columns(
    of document: Document
  ) throws(Document.Failure) -> [String: SignaturePlan.ColumnType] {
    var body = document
    for key in ["signature", "inputs", "columns"] {
      if let inner = body[key], inner.text == nil || inner.items != nil { body = inner }
    }
    var columns: [String: SignaturePlan.ColumnType] = [:]
    let pairs: [(String?, String?)] =
      body.entries?.map { ($0.key, $0.value.text) }
      ?? body.items?.map { ($0["name"]?.text, $0["type"]?.text) } ?? []
    guard !pairs.isEmpty else { throw Document.Failure(cause: "it declares no columns") }
    for (name, type) in pairs {
      guard let name, let type else {
        throw Document.Failure(cause: "a column has no name, or no type")
      }
      guard let known = columnType(type) else {
        throw Document.Failure(cause: "the type \"\(type)\" of \"\(name)\" is not known")
      }
      columns[name] = known
    }
    return columns
  }

  /// A type under the names that schemas give it.
  private static func columnType(_ text: String) -> SignaturePlan.ColumnType? {
    switch text.lowercased() {
    case "number", "double", "float", "float32", "float64", "decimal": .number
    case "integer", "int", "long", "int32", "int64": .integer
    case "boolean", "bool": .boolean
    case "text", "string", "str", "object", "category": .text
    case "time", "datetime", "timestamp", "date": .time
    default: nil
    }
  }

  /// The check of the log's columns.
  func check(_ log: JudgedRows?, header: [String]) -> Check {
    let declared: [String: SignaturePlan.ColumnType]
    do throws(Document.Failure) {
      declared = try Self.declared(plan, documents)
    } catch {
      return Check(CheckName.signature, .signature(columns: 0, issues: [issue(plan.file, error)]))
    }
    var issues: [SignatureIssue] = []
    for (name, type) in declared.sorted(by: { $0.key < $1.key }) {
      guard let texts = log?.texts(name) else {
        issues.append(.missingColumn(name))
        continue
      }
      guard texts.indices.contains(where: { $0 != nil }) else {
        issues.append(.empty(name))
        continue
      }
      let isOther = texts.names.map { !Self.fits($0, type) }
      if let first = isOther.firstIndex(of: true) {
        issues.append(
          .wrongType(
            column: name, declared: type.rawValue, example: texts.names[first],
            rows: texts.indices.count { $0.map { isOther[$0] } ?? false }))
      }
    }
    if plan.additional == .refused {
      issues += header.sorted().filter { declared[$0] == nil }.map { .undeclared($0) }
    }
    return Check(CheckName.signature, .signature(columns: declared.count, issues: issues))
  }

  /// The check against the signature of the model in service: what it takes, the candidate must take.
  func compatibility() -> Check? {
    guard let file = plan.current else { return nil }
    func columns(
      _ file: String?, _ read: () throws(Document.Failure) -> [String: SignaturePlan.ColumnType]
    ) -> Result<[String: SignaturePlan.ColumnType], Failed> {
      do throws(Document.Failure) { return .success(try read()) } catch {
        return .failure(Failed(issue: issue(file, error)))
      }
    }
    let mine = columns(plan.file) { () throws(Document.Failure) in
      try Self.declared(plan, documents)
    }
    let theirs = columns(file) { () throws(Document.Failure) in
      guard let bytes = documents[file] else { throw Document.Failure(cause: "") }
      return try Self.columns(of: Document(bytes))
    }
    switch (mine, theirs) {
    case (.failure(let failed), _), (_, .failure(let failed)):
      return Check(CheckName.compatibility, .signature(columns: 0, issues: [failed.issue]))
    case (.success(let mine), .success(let theirs)):
      let issues = theirs.sorted { $0.key < $1.key }.compactMap { name, type -> SignatureIssue? in
        // What takes any number takes whole ones.
        let fits = mine[name] == type || (type == .integer && mine[name] == .number)
        return fits
          ? nil
          : .incompatible(column: name, current: type.rawValue, declared: mine[name]?.rawValue)
      }
      return Check(CheckName.compatibility, .signature(columns: theirs.count, issues: issues))
    }
  }

  private struct Failed: Error { var issue: SignatureIssue }

  private func issue(_ file: String?, _ failure: Document.Failure) -> SignatureIssue {
    failure.cause.isEmpty
      ? .missingFile(file ?? "") : .unreadable(file: file ?? "", cause: failure.cause)
  }

  private static func fits(_ text: String, _ type: SignaturePlan.ColumnType) -> Bool {
    switch type {
    case .text: true
    case .number: PlainText.number(text) != nil
    case .integer: PlainText.number(text).map { $0 == $0.rounded() } ?? false
    case .boolean: PlainText.truth(text) != nil
    case .time: Document.instant(text) != nil || text.wholeMatch(of: #/-?\d{9,19}(\.\d+)?/#) != nil
    }
  }
}
