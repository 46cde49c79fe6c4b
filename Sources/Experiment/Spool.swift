internal import Foundation
internal import Ingest

/// Standard input kept in a temporary file, so that it can be read twice; removed with the value.
final class Spool: Sendable {
  let inputs: [LogInput]
  private let file: URL?

  init(_ inputs: [LogInput]) throws(ExperimentError) {
    guard inputs.contains(where: \.isStandardInput) else {
      (self.inputs, file) = (inputs, nil)
      return
    }
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-\(UUID().uuidString)")
    do {
      try Data().write(to: url, options: .withoutOverwriting)
      let output = try FileHandle(forWritingTo: url)
      while let block = try FileHandle.standardInput.read(upToCount: 1 << 20), !block.isEmpty {
        try output.write(contentsOf: block)
      }
      try output.close()
    } catch {
      try? FileManager.default.removeItem(at: url)
      throw .spool("cannot keep standard input for a second pass: \(error.localizedDescription)")
    }
    file = url
    self.inputs = inputs.map { $0.isStandardInput ? .path(url.path) : $0 }
  }

  deinit {
    if let file { try? FileManager.default.removeItem(at: file) }
  }
}

extension LogInput {
  var isStandardInput: Bool { if case .standardInput = self { true } else { false } }
}
