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
  /// A file with the bytes of another input, by whose name messages call it.
  case copy(InputCopy)

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
    try requireOnce(result)
    return result
  }

  /// Refuses what is named twice: reading the same rows twice would count their evidence twice.
  static func requireOnce(_ inputs: [LogInput]) throws(IngestError) {
    var seen: Set<[UInt64]> = []
    for input in inputs {
      guard let identity = input.identity, !seen.insert(identity).inserted else { continue }
      throw .repeatedInput(input.name)
    }
  }

  /// Refuses what can be read but once and is to be read for two purposes, which would wait for ever.
  public static func requireSeparatePipes(_ lists: [[LogInput]]) throws(IngestError) {
    try requireOnce(lists.joined().filter(\.canBeReadOnce))
  }

  /// Device and file number, the same for every name of one file; nil where there is no such file.
  private var identity: [UInt64]? {
    guard self != .standardInput else { return [0] }
    return status.map {
      [UInt64(truncatingIfNeeded: $0.st_dev), UInt64(truncatingIfNeeded: $0.st_ino)]
    }
  }

  /// Whether its bytes are gone once they have been read: the standard input, pipes that have a name, and
  /// devices.
  public var canBeReadOnce: Bool {
    guard self != .standardInput else { return true }
    guard let kind = status.map({ $0.st_mode & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// The size in bytes, if it is a regular file.
  var size: Int? {
    status.flatMap { $0.st_mode & S_IFMT == S_IFREG ? Int($0.st_size) : nil }
  }

  /// What the system knows of the file; nil where there is none, and of the standard input.
  private var status: stat? {
    var status = stat()
    let failed =
      switch self {
      case .path(let path): unsafe stat(path, &status)
      case .copy(let copy): unsafe fstat(copy.descriptor, &status)
      case .standardInput: Int32(-1)
      }
    return failed == 0 ? status : nil
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
  public var name: String {
    switch self {
    case .path(let path): path
    case .copy(let copy): copy.name
    case .standardInput: "standard input"
    }
  }
}
