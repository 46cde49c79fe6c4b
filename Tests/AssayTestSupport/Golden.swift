public import Foundation

/// A text as it was last read and found good: `fixtures/golden/NAME`.
///
/// With `ASSAY_WRITE_GOLDEN=1` in the environment the file is written instead; read the difference before
/// committing it.
public func golden(_ name: String, for actual: String) throws -> String {
  let file = repositoryRoot.appending(path: "fixtures/golden/\(name)")
  if ProcessInfo.processInfo.environment["ASSAY_WRITE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(actual.utf8).write(to: file)
  }
  return try String(contentsOf: file, encoding: .utf8)
}

/// The directory that holds `Package.swift`.
public let repositoryRoot = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
