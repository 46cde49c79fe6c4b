internal import Foundation

/// What the system says of a failed call.
public enum SystemText {
  /// The cause of an error of `Foundation`, in the system's words where it has some.
  public static func cause(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
    for candidate in [underlying, error].compactMap(\.self)
    where candidate.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(candidate.code)))
    }
    return error.localizedDescription
  }

  /// The cause of a call that failed with this `errno`.
  public static func cause(errno code: Int32) -> String { String(cString: strerror(code)) }
}
