internal import Foundation

/// A model's manifest, field by field.
struct ManifestCheck {
  let plan: ManifestPlan
  let documents: [String: [UInt8]]

  /// The manifest, where it is there and can be read.
  var document: Document? { documents[plan.file].flatMap { try? Document($0) } }

  var check: Check {
    Check(
      CheckName.manifest,
      .manifest(file: plan.file, fields: plan.required.count, issues: issues))
  }

  private var issues: [FieldIssue] {
    guard let bytes = documents[plan.file] else { return [.missingFile] }
    let document: Document
    do throws(Document.Failure) { document = try Document(bytes) } catch {
      return [.unreadable(cause: error.cause)]
    }
    return plan.required.compactMap { field in
      guard let value = document[field], !Self.isEmpty(value) else { return .missing(field: field) }
      let form = form(of: field)
      return Self.fits(value, form)
        ? nil : .malformed(field: field, found: Self.words(value), expected: form)
    }
  }

  private func form(of field: String) -> FieldForm {
    switch field {
    case "name": .domainAndTask
    case "version":
      switch plan.version {
      case .any: .anyVersion
      case .integer: .integer
      case .semantic: .semanticVersion
      case .model: .modelVersion
      }
    case "dataset_hash", "dataset_sha256": .sha256
    case "git_commit": .gitCommit
    case "metrics": .numbers
    case "dependencies", "features", "signature", "changelog": .list
    default: .text
    }
  }

  private static func isEmpty(_ value: Document) -> Bool {
    switch value {
    case .scalar: (value.text ?? "").trimmingCharacters(in: .whitespaces).isEmpty
    case .list(let items): items.isEmpty
    case .mapping(let entries): entries.isEmpty
    }
  }

  private static func words(_ value: Document) -> String {
    switch value {
    case .scalar(let text): text
    case .list(let items): "a list of \(items.count)"
    case .mapping(let entries): "a mapping of \(entries.count)"
    }
  }

  private static func fits(_ value: Document, _ form: FieldForm) -> Bool {
    let text = value.text ?? ""
    return switch form {
    case .domainAndTask: text.wholeMatch(of: #/[a-z0-9]+(-[a-z0-9]+)+/#) != nil
    case .anyVersion:
      fits(value, .integer) || fits(value, .semanticVersion) || fits(value, .modelVersion)
    case .integer: text.wholeMatch(of: #/v?\d+/#) != nil
    case .semanticVersion:
      text.wholeMatch(of: #/v?\d+\.\d+\.\d+(-[0-9A-Za-z.\-]+)?(\+[0-9A-Za-z.\-]+)?/#) != nil
    case .modelVersion:
      text.wholeMatch(of: #/model-v\d+\.\d+\.\d+-[0-9]{8}[0-9TZ:\-]*/#) != nil
    case .sha256: text.wholeMatch(of: #/(sha256:)?[0-9a-fA-F]{64}/#) != nil
    case .gitCommit: text.wholeMatch(of: #/[0-9a-f]{7,40}/#) != nil
    case .numbers:
      value.entries?.allSatisfy { $0.value.text.flatMap(PlainText.number) != nil } ?? false
    // One line of text, or what stands under it.
    case .list: true
    case .text: value.text != nil
    }
  }
}
