#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where a log is read from.
public enum LogInput: Hashable, Sendable {
  /// A file, or a pattern of files with `*`, `?` or `[…]`; an existing file is never a pattern.
  case path(String)
  case standardInput

  /// The files a list of inputs stands for, patterns replaced by their matches in byte order.
  public static func expanded(_ inputs: [LogInput]) throws(IngestError) -> [LogInput] {
    var result: [LogInput] = []
    for input in inputs {
      guard case .path(let pattern) = input, pattern.contains(where: { "*?[".contains($0) }),
        unsafe access(pattern, F_OK) != 0
      else {
        result.append(input)
        continue
      }
      let matches = matches(of: pattern)
      guard !matches.isEmpty else { throw .missingFile(pattern) }
      result.append(contentsOf: matches.map { .path($0) })
    }
    var seen: Set<[UInt64]> = []
    for input in result {
      // Reading the same rows twice would count their evidence twice.
      guard let identity = input.identity, !seen.insert(identity).inserted else { continue }
      throw .repeatedInput(input.name)
    }
    return result
  }

  /// Device and file number, the same for every name of one file; nil where there is no such file.
  private var identity: [UInt64]? {
    var status = stat()
    switch self {
    case .standardInput: return [0]
    case .path(let path):
      guard unsafe stat(path, &status) == 0 else { return nil }
      return [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
    }
  }

  private static func matches(of pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for i in 0..<Int(unsafe found.gl_pathc) {
      if let path = unsafe found.gl_pathv[i] { unsafe paths.append(String(cString: path)) }
    }
    return paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// What messages call this input.
  var name: String {
    switch self {
    case .path(let path): path
    case .standardInput: "standard input"
    }
  }
}
