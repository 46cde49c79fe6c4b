import Foundation

/// Totals of many draws, kept in a file as they are found, so that a run that was stopped goes on.
///
/// Draws are independent of each other and each has a stream of random numbers of its own: totals are the
/// same on any number of processors, and after any number of interruptions.
public final class KeptTotals {
  private var known: [String: [Int]] = [:]
  private let file: FileHandle?
  private let width = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// Opens a file of totals, or keeps none.
  ///
  /// A last line that was cut short is left out.
  public init(_ path: String?) throws {
    guard let path else {
      file = nil
      return
    }
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: true)
    for line in lines {
      let parts = line.split(separator: "\t")
      guard parts.count == 3, parts[2] == "." else { continue }
      known[String(parts[0])] = parts[1].split(separator: " ").compactMap { Int($0) }
    }
    file = FileHandle(forWritingAtPath: path)
    try file?.seekToEnd()
    // After a line that was cut short.
    try file?.write(contentsOf: Data("\n".utf8))
  }

  /// The sums, over draws, of what each of them counts.
  ///
  /// - Parameters:
  ///   - key: What is drawn, with everything that its answers depend on.
  ///   - range: The numbers of the draws.
  ///   - draw: Makes one draw from its number.
  /// - Returns: The sums.
  /// - Throws: What a draw throws, or the file.
  public func totals(
    _ key: String, _ range: Range<Int>, _ draw: @escaping @Sendable (Int) throws -> [Int]
  ) async throws -> [Int] {
    let name = "\(key), draws \(range.lowerBound) to \(range.upperBound)"
    if let totals = known[name] { return totals }
    let width = width
    let totals = try await withThrowingTaskGroup(of: [Int].self) { group in
      for part in 0..<width {
        group.addTask {
          var totals: [Int] = []
          for number in range where number % width == part {
            totals = Self.sum(totals, try draw(number))
          }
          return totals
        }
      }
      var totals: [Int] = []
      for try await part in group { totals = Self.sum(totals, part) }
      return totals
    }
    known[name] = totals
    let line = "\(name)\t\(totals.map(String.init).joined(separator: " "))\t.\n"
    try file?.write(contentsOf: Data(line.utf8))
    FileHandle.standardError.write(Data(line.utf8))
    return totals
  }

  private static func sum(_ a: [Int], _ b: [Int]) -> [Int] {
    if a.isEmpty { return b }
    return zip(a, b).map { $0 + $1 }
  }
}
