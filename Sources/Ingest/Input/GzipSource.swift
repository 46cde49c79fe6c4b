internal import CZlib

/// What the gzip members of a stream decompress to, one after the other.
@safe
final class GzipSource: ByteSource {
  private let compressed: any ByteSource
  private let input = Storage<UInt8>(1 << 17, zero: 0)
  private var (next, available) = (0, 0)
  private var stream = unsafe z_stream()
  private var isOpen = false
  private var insideMember = false
  private var hasEnded = false
  private(set) var damage: String?

  /// 15 bits of window, and 16 to say that a gzip header comes first.
  private static let windowBits: Int32 = 15 + 16

  init(_ compressed: any ByteSource) { self.compressed = compressed }

  deinit { if isOpen { unsafe inflateEnd(&stream) } }

  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int {
    while !hasEnded {
      if available == 0 {
        (next, available) = (0, try compressed.read(into: input.lane, at: 0, count: input.capacity))
        if available == 0 {
          if insideMember { damage = "the gzip stream is truncated" }
          hasEnded = true
          break
        }
      }
      guard insideMember || begin() else { continue }
      let produced = inflate(into: bytes, at: start, count: count)
      if produced > 0 { return produced }
    }
    return 0
  }

  /// Begins a member, if one follows; zeros between members are padding.
  private func begin() -> Bool {
    while available > 0, input.lane[next] == 0 { (next, available) = (next + 1, available - 1) }
    guard available > 0 else { return false }
    if input.lane[next] != 0x1F {
      damage = "there is something else behind the gzip stream"
      hasEnded = true
      return false
    }
    let status =
      isOpen
      ? unsafe inflateReset(&stream)
      : unsafe inflateInit2_(
        &stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    isOpen = true
    insideMember = status == Z_OK
    if !insideMember { (damage, hasEnded) = ("there is no memory to decompress", true) }
    return insideMember
  }

  private func inflate(into bytes: Bytes, at start: Int, count: Int) -> Int {
    let room = min(count, 1 << 30)
    let status = unsafe input.lane.from(next).withPointer { source in
      unsafe bytes.from(start).withPointer { target in
        unsafe stream.next_in = source
        unsafe stream.avail_in = UInt32(available)
        unsafe stream.next_out = target
        unsafe stream.avail_out = UInt32(room)
        return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
      }
    }
    let left = unsafe Int(stream.avail_in)
    (next, available) = (next + available - left, left)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: insideMember = false
    default:
      damage = "the gzip stream is corrupt"
      hasEnded = true
    }
    return room - (unsafe Int(stream.avail_out))
  }
}
