extension EvidencePlan {
  /// What must be there, in words.
  var words: String {
    var text =
      switch requirement {
      case .document(let file, let field, let equals):
        field.map { "\($0) of \(file) is \(WordList.or(equals))" } ?? "\(file) is there"
      case .report(let file, let verdicts, _):
        "the report \(file) says \(WordList.or(verdicts))"
      case .approvals(let file, let roles): "\(file) has the approval of \(WordList.and(roles))"
      case .checklist(let file, let items): "\(file) has done \(WordList.and(items))"
      case .all(let parts): "all of (\(parts.map(\.words).joined(separator: "; ")))"
      case .any(let parts): "any of (\(parts.map(\.words).joined(separator: "; ")))"
      }
    if digest != nil { text += ", with the digest of the plan" }
    if let age = maximumAge { text += ", no older than \(TimeSpan(seconds: age).words)" }
    if !same.isEmpty { text += ", for the manifest's \(WordList.and(same))" }
    return text
  }
}
