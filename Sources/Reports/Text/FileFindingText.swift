internal import Judge

/// What signatures, manifests and evidence lack, in words.
enum FileFindingText {
  static func clause(_ issue: SignatureIssue) -> String {
    switch issue {
    case .missingFile(let file): "\(name(file)) is missing"
    case .unreadable(let file, let cause): "\(name(file)) cannot be read: \(name(cause))"
    case .missingColumn(let column): "the log has no column \(name(column))"
    case .wrongType(let column, let declared, let example, let rows):
      "\(name(column)) is declared \(declared), and \(NumberText.count(rows)) "
        + "\(rows == 1 ? "row is" : "rows are") not, such as \"\(name(example))\""
    case .undeclared(let column): "the column \(name(column)) is not declared"
    case .empty(let column): "\(name(column)) has no value in any row"
    case .incompatible(let column, let current, let declared?):
      "\(name(column)) is \(current) in the current signature and \(declared) in this one"
    case .incompatible(let column, let current, nil):
      "\(name(column)) (\(current)) is in the current signature and not in this one"
    }
  }

  static func clause(_ issue: FieldIssue, file: String) -> String {
    switch issue {
    case .missingFile: "\(name(file)) is missing"
    case .unreadable(let cause): "\(name(file)) cannot be read: \(name(cause))"
    case .missing(let field): "\(name(field)) is missing"
    case .malformed(let field, let found, let expected):
      "\(name(field)) is \"\(name(found))\", not \(words(expected))"
    }
  }

  private static func words(_ form: FieldForm) -> String {
    switch form {
    case .domainAndTask: "<domain>-<task> in small letters"
    case .anyVersion: "a version such as 7, 1.4.2 or model-v1.4.2-20260302"
    case .integer: "a whole number"
    case .semanticVersion: "a version such as 1.4.2"
    case .modelVersion: "a version such as model-v1.4.2-20260302"
    case .sha256: "64 hexadecimal digits"
    case .gitCommit: "a commit of 7 to 40 hexadecimal digits"
    case .numbers: "names and their numbers"
    case .list: "a list"
    case .text: "a text"
    }
  }

  static func clause(_ finding: EvidenceFinding) -> String {
    switch finding {
    case .verified(let file, let digest): "\(name(file)) is there, SHA-256 \(digest.prefix(12))"
    case .missing(let file): "\(name(file)) is missing"
    case .digestMismatch(let file, let expected, let found):
      "\(name(file)) has the SHA-256 \(found), and the plan expects \(expected)"
    case .unreadable(let file, let cause): "\(name(file)) cannot be read: \(name(cause))"
    case .noField(let file, let field): "\(name(file)) has no \(name(field))"
    case .otherValue(let file, let field, let found, let expected):
      "\(name(field)) of \(name(file)) is \"\(name(found))\", and \(or(expected)) is asked for"
    case .stale(let file, let age, let allowed):
      age < 0
        ? "\(name(file)) is dated \(TimeText.duration(-age)) ahead of now"
        : "\(name(file)) is \(TimeText.duration(age)) old, \(TimeText.duration(allowed)) are allowed"
    case .undated(let file, let field): "\(name(file)) has no date in \(name(field))"
    case .otherSubject(let file, let field, let found, let manifest):
      "\(name(file)) is about \(name(field)) \(quoted(found)), and the manifest has \(quoted(manifest))"
    case .notAReport(let file): "\(name(file)) is no report of assay"
    case .otherPlan(let file, let found, let expected):
      "\(name(file)) judges the plan \(found.prefix(12)), and \(name(expected)) is asked for"
    case .verdict(let file, let found, let accepted):
      "\(name(file)) says \(name(found)), and \(or(accepted)) is asked for"
    case .refused(let file, let roles): "\(or(roles)) refused in \(name(file))"
    case .notApproved(let file, let roles):
      "\(name(file)) lacks the approval of \(roles.map { name($0) }.joined(separator: ", "))"
    case .open(let file, let items):
      "\(name(file)) has not done \(items.map { name($0) }.joined(separator: ", "))"
    }
  }

  private static func name(_ text: String) -> String { InertText.name(text) }

  private static func quoted(_ text: String?) -> String { text.map { "\"\(name($0))\"" } ?? "none" }

  private static func or(_ words: [String]) -> String {
    words.map { name($0) }.joined(separator: " or ")
  }
}
