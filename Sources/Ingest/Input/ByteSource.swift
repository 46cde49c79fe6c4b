internal import Summaries

/// A stream of bytes: a file, or what decompressing another stream gives.
protocol ByteSource: AnyObject {
  /// Writes up to `count` bytes to `bytes` from `start` on; zero only at the end.
  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int

  /// Why the stream ended before its format says it may, once it has ended.
  var damage: String? { get }
}

/// Bytes read ahead to look at them, then the rest of a stream.
final class PeekedSource: ByteSource {
  private let rest: any ByteSource
  private var peeked: [UInt8] = []
  private var position = 0

  /// What the first bytes are; fewer than asked for at the end of the stream.
  private(set) var start: [UInt8] = []

  init(_ rest: any ByteSource, count: Int) throws(IngestError) {
    self.rest = rest
    let storage = Storage<UInt8>(count, zero: 0)
    var filled = 0
    while filled < count {
      let read = try rest.read(into: storage.lane, at: filled, count: count - filled)
      if read == 0 { break }
      filled += read
    }
    start = storage.lane.array(0..<filled)
    peeked = start
  }

  var damage: String? { rest.damage }

  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int {
    guard position < peeked.count else {
      return try rest.read(into: bytes, at: start, count: count)
    }
    let taken = min(count, peeked.count - position)
    for i in 0..<taken { bytes[start + i] = peeked[position + i] }
    position += taken
    if position == peeked.count { (peeked, position) = ([], 0) }
    return taken
  }
}
