#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The bytes of an input that can be read but once, in a temporary file without a name: it is gone with the
/// value, however the process ends.
public final class InputCopy: Sendable {
  private static let block = 1 << 20
  let name: String
  /// Readers keep a position of their own: this one's is nobody's.
  let descriptor: Int32

  /// Reads an input to its end.
  init(of input: LogInput, in directory: String) throws(IngestError) {
    name = input.name
    let source = try FileSource(input, blockSize: Self.block) { _ in }
    func failure(_ code: Int32) -> IngestError {
      .copyFailed(input.name, in: directory, cause: unsafe String(cString: strerror(code)))
    }
    descriptor = SpillFile.create(in: directory)
    guard descriptor >= 0 else { throw failure(errno) }
    let buffer = Storage<UInt8>(Self.block, zero: 0)
    while case let count = try source.read(into: buffer.lane, at: 0, count: Self.block), count > 0 {
      var done = 0
      while done < count {
        let written = unsafe buffer.lane.withPointer {
          unsafe write(descriptor, $0 + done, count - done)
        }
        guard written >= 0 || errno == EINTR else { throw failure(errno) }
        done += max(written, 0)
      }
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// A descriptor of the bytes at their first one, for the caller to close; nil where there are too many
  /// open.
  ///
  /// Only one of these may be read at a time.
  public func opened() -> Int32? {
    let copy = dup(descriptor)
    return copy >= 0 && lseek(copy, 0, SEEK_SET) == 0 ? copy : nil
  }
}

extension InputCopy: Hashable {
  public static func == (a: InputCopy, b: InputCopy) -> Bool { a === b }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension LogInput {
  /// Inputs that can be read as often as is needed: of the standard input and of pipes that have a name
  /// there are copies in a directory, which go with the last use of what is returned.
  ///
  /// - Throws: `IngestError` where such an input is named twice in any of the lists, or cannot be copied.
  public static func rereadable(
    _ lists: [[LogInput]], in directory: String
  ) throws(IngestError) -> [[LogInput]] {
    var expanded: [[LogInput]] = []
    for list in lists { expanded.append(try self.expanded(list)) }
    try requireOnce(expanded.joined().filter(\.canBeReadOnce))
    var found: [[LogInput]] = []
    for list in expanded {
      var inputs: [LogInput] = []
      for input in list {
        inputs.append(
          input.canBeReadOnce ? .copy(try InputCopy(of: input, in: directory)) : input)
      }
      found.append(inputs)
    }
    return found
  }
}
