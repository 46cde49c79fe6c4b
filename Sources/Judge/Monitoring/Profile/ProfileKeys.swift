internal import Foundation

/// Whether a profile's file has keys that no profile has: they would be left out in silence.
enum ProfileKeys {
  /// The first of them, with where it stands, or nil where there are none.
  static func unknown(in data: Data, of document: ProfileDocument) -> String? {
    guard let found = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      return nil
    }
    if let key = unknown(found, document, besides: ["sha256"]) { return key }
    if let key = unknown(found["rows"], document.rows) { return "rows.\(key)" }
    if let key = unknown(found["reading"], document.reading) { return "reading.\(key)" }
    let columns = found["columns"] as? [Any] ?? []
    for (index, (column, read)) in zip(columns, document.columns).enumerated() {
      if let key = unknown(column, read) { return "columns[\(index)].\(key)" }
    }
    return nil
  }

  /// The first key of an object that the value read from it has no property for.
  private static func unknown(
    _ object: Any?, _ value: some Any, besides others: Set<String> = []
  ) -> String? {
    let known = others.union(Mirror(reflecting: value).children.compactMap(\.label))
    return (object as? [String: Any])?.keys.sorted().first { !known.contains($0) }
  }
}
