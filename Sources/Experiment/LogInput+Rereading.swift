internal import Foundation

extension LogInput {
  /// Inputs that can be read as often as is needed, with copies in temporary files for the standard input and pipes.
  ///
  /// - Throws: `ExperimentError` where one that can be read but once is named twice, or cannot be copied.
  static func rereadable(_ lists: [[LogInput]]) throws(ExperimentError) -> [[LogInput]] {
    do throws(IngestError) {
      return try rereadable(lists, in: FileManager.default.temporaryDirectory.path)
    } catch {
      throw .ingest(error)
    }
  }

  /// The same of one list.
  static func rereadable(_ inputs: [LogInput]) throws(ExperimentError) -> [LogInput] {
    try Array(rereadable([inputs]).joined())
  }
}
