import Foundation

/// A file in a temporary folder, removed with the value.
final class TemporaryLog {
  let path: String

  init(_ text: String, suffix: String = "csv") throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString).\(suffix)").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
