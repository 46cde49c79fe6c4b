internal import ArgumentParser
internal import Foundation

/// An amount of memory on the command line: bytes, or with K, M, G or T so many times 1024 of them.
struct MemoryArgument: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    guard let match = argument.uppercased().wholeMatch(of: #/(\d+)([KMGT]?)(I?B)?/#),
      let number = Int(match.1)
    else { return nil }
    let shift = 10 * (["", "K", "M", "G", "T"].firstIndex(of: String(match.2)) ?? 0)
    let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !isTooMuch else { return nil }
    self.bytes = bytes
  }

  /// A quarter of the machine's memory.
  static var standard: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 4) }
}
