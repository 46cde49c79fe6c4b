internal import Crypto
internal import Foundation

extension LogInput {
  /// SHA-256 of what files hold, in hexadecimal: of the sorted digests of their bytes, so that the order they
  /// are named in does not matter.
  ///
  /// - Throws: `IngestError` where a file cannot be read.
  public static func digest(of files: [LogInput]) throws(IngestError) -> String {
    var digests: [String] = []
    for file in files.compactMap(\.file) { digests.append(try digest(ofFile: file)) }
    return hexadecimal(SHA256.hash(data: Data(digests.sorted().joined().utf8)))
  }

  private static func digest(ofFile path: String) throws(IngestError) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else { throw .missingFile(path) }
    defer { try? file.close() }
    var hash = SHA256()
    do {
      while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
        hash.update(data: block)
      }
    } catch {
      throw .readFailed(path, cause: error.localizedDescription)
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
