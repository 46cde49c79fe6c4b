internal import Foundation
internal import Ingest

/// Inputs of which those that can be read but once, the standard input and pipes, are kept in temporary files, so
/// that they can be read again; the files are removed with the value.
final class Spool: Sendable {
  /// The files that patterns stand for, with copies for what can be read but once.
  let inputs: [LogInput]
  private let copies: [Copy]
  /// The same inputs as files, whatever they are called.
  var paths: [LogInput] { inputs.map { input in input.file.map { .path($0) } ?? input } }

  /// Copies what must be.
  ///
  /// - Throws: `ExperimentError` where there is no such file, or no room for a copy.
  init(_ wanted: [LogInput]) throws(ExperimentError) {
    var (inputs, copies) = ([LogInput](), [Copy]())
    for input in try Self.expanded(wanted) {
      guard input.canBeReadOnce else {
        inputs.append(input)
        continue
      }
      let copy = try Copy(of: input)
      copies.append(copy)
      inputs.append(.copy(of: input.name, path: copy.url.path))
    }
    (self.inputs, self.copies) = (inputs, copies)
  }

  private static func expanded(_ wanted: [LogInput]) throws(ExperimentError) -> [LogInput] {
    do throws(IngestError) {
      return try LogInput.expanded(wanted)
    } catch {
      throw .ingest(error)
    }
  }

  /// A temporary file with the bytes of an input.
  private final class Copy: Sendable {
    let url: URL

    init(of input: LogInput) throws(ExperimentError) {
      let folder = FileManager.default.temporaryDirectory
      url = folder.appendingPathComponent("assay-\(UUID().uuidString)")
      do {
        try Data().write(to: url, options: .withoutOverwriting)
        let output = try FileHandle(forWritingTo: url)
        let source =
          try input.file.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) }
          ?? FileHandle.standardInput
        while let block = try source.read(upToCount: 1 << 20), !block.isEmpty {
          try output.write(contentsOf: block)
        }
        try output.close()
      } catch {
        try? FileManager.default.removeItem(at: url)
        throw .spool(
          "\(input.name) must be read twice and could not be kept in \(folder.path): "
            + "\(error.localizedDescription) Name a directory with more room as TMPDIR, or give the log as a file."
        )
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }
}
