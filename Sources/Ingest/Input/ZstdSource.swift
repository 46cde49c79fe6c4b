internal import CZstd

/// What the zstd frames of a stream decompress to, one after the other.
@safe
final class ZstdSource: ByteSource {
  private let compressed: any ByteSource
  private let input = Storage<UInt8>(1 << 17, zero: 0)
  private var (next, available) = (0, 0)
  private let stream: OpaquePointer?
  private var insideFrame = false
  private var hasEnded = false
  private(set) var damage: String?

  init(_ compressed: any ByteSource) {
    self.compressed = compressed
    unsafe stream = ZSTD_createDStream()
  }

  deinit { unsafe ZSTD_freeDStream(stream) }

  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int {
    while !hasEnded {
      if available == 0 {
        (next, available) = (0, try compressed.read(into: input.lane, at: 0, count: input.capacity))
        if available == 0, !insideFrame {
          hasEnded = true
          break
        }
      }
      let atEnd = available == 0
      let produced = decompress(into: bytes, at: start, count: count)
      if produced > 0 { return produced }
      if atEnd, !hasEnded {
        damage = "the zstd stream is truncated"
        hasEnded = true
      }
    }
    return 0
  }

  /// Also called without input: a frame may still hold back output.
  private func decompress(into bytes: Bytes, at start: Int, count: Int) -> Int {
    let produced = unsafe input.lane.withPointer { source in
      unsafe bytes.from(start).withPointer { target in
        var from = unsafe ZSTD_inBuffer(src: source, size: next + available, pos: next)
        var to = unsafe ZSTD_outBuffer(dst: target, size: count, pos: 0)
        let status = unsafe ZSTD_decompressStream(stream, &to, &from)
        let used = unsafe from.pos
        (next, available) = (used, next + available - used)
        if ZSTD_isError(status) != 0 {
          damage = "the zstd stream is corrupt"
          hasEnded = true
        } else {
          insideFrame = status != 0
        }
        return unsafe to.pos
      }
    }
    return produced
  }
}
