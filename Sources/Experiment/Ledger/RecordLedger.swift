internal import Foundation
public import Judge

/// A file of records that only grows: JSON Lines in a chain of digests.
///
/// One process writes at a time. A record is kept when it has been synced, or not at all: what a killed writer left
/// of a line was never acknowledged, and gives way to the next one. A chain that is broken is not written to.
public struct RecordLedger: Sendable {
  private let path: String
  private let patience: Double

  /// Names a file, which the first record creates.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - patience: For how many seconds one waits for another process to finish with it.
  public init(_ path: String, patience: Double = 10) {
    (self.path, self.patience) = (path, patience)
  }

  /// Reads all records.
  ///
  /// - Parameter head: The digest that the last line must have, where it is known.
  /// - Returns: All of them.
  /// - Throws: `LedgerError` at the first line that does not fit.
  public func read(expecting head: String? = nil) throws(LedgerError) -> RecordChain {
    let chain = try chain(text())
    guard head == nil || head == chain.head else {
      throw .otherHead(path: path, found: chain.head, expected: head ?? "")
    }
    return chain
  }

  /// Reads the records that the next one would follow: a line that was cut off while it was written is none.
  ///
  /// - Returns: All of them.
  /// - Throws: `LedgerError` at the first line that does not fit.
  public func readFinished() throws(LedgerError) -> RecordChain {
    try chain(completed(text()))
  }

  private func text() throws(LedgerError) -> String {
    do {
      return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    } catch {
      throw .missing(path: path, cause: SystemText.cause(error))
    }
  }

  /// Adds records, all or none.
  ///
  /// - Parameter bodies: One a record: its JSON object on one line, for the place it is to stand at. They are asked
  ///   for once no other process may write, so that times that they take then follow each other as the lines do.
  /// - Returns: The chain with them.
  /// - Throws: `LedgerError`; then nothing was added.
  @discardableResult
  public func append(
    _ bodies: () -> [(RecordPosition) -> String]
  ) throws(LedgerError) -> RecordChain {
    let file = try LockedFile(path, patience: patience)
    let text = try file.text()
    let whole = completed(text)
    var chain = try chain(whole)
    var lines = whole.utf8.count > text.utf8.count ? "\n" : ""
    for body in bodies() { lines += chain.add(body(chain.end)) + "\n" }
    let kept = min(text.utf8.count, whole.utf8.count)
    try file.replaceTail(from: kept, with: lines)
    return chain
  }

  private func chain(_ text: String) throws(LedgerError) -> RecordChain {
    do throws(RecordChain.Break) {
      return try RecordChain(text)
    } catch {
      throw .broken(path: path, error)
    }
  }

  /// The text up to the last line that was finished; a record that lacks nothing but its line end counts as such.
  ///
  /// By bytes, as a carriage return and a line feed are one character. What does not begin as a record does was
  /// left by no writer of records, and stays.
  private func completed(_ text: String) -> String {
    guard let last = text.utf8.last, last != 0x0A else { return text }
    if (try? RecordChain(text + "\n")) != nil { return text + "\n" }
    let finished = text.utf8.lastIndex(of: 0x0A).map { text.utf8[...$0] } ?? text.utf8.prefix(0)
    guard RecordChain.beginsRecord(text.utf8[finished.endIndex...]) else { return text }
    return String(decoding: finished, as: UTF8.self)
  }
}
