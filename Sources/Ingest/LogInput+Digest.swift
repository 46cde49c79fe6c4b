internal import Crypto
internal import Foundation

extension LogInput {
  /// SHA-256 of what files hold, in hexadecimal: of the sorted digests of their bytes, so that the order they
  /// are named in does not matter, nor how they are compressed.
  ///
  /// - Throws: `IngestError` where a file cannot be read.
  public static func digest(of files: [LogInput]) throws(IngestError) -> String {
    var digests: [String] = []
    for file in files where file != .standardInput { digests.append(try digest(ofFile: file)) }
    return hexadecimal(SHA256.hash(data: Data(digests.sorted().joined().utf8)))
  }

  private static func digest(ofFile file: LogInput) throws(IngestError) -> String {
    let block = 1 << 20
    let stored = try PeekedSource(FileSource(file, blockSize: block) { _ in }, count: 512)
    let source = OpenedFile.decompressed(stored)
    let buffer = Storage<UInt8>(block, zero: 0)
    var hash = SHA256()
    while case let count = try source.read(into: buffer.lane, at: 0, count: block), count > 0 {
      hash.update(data: buffer.lane.array(0..<count))
    }
    return hexadecimal(hash.finalize())
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
