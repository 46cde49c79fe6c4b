/// Whether a continuous approximation to counts is shifted by half a count.
public enum ContinuityCorrection: String, Codable, Sendable, CaseIterable {
  /// No shift.
  case none
  /// Half a count towards the null, as Yates (1934) proposed.
  case yates
}
