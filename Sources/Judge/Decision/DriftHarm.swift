public import Summaries

/// What drift did to the model that reads the columns.
public struct DriftHarm: Equatable, Codable, Sendable {
  /// Drift joined to its effect.
  public enum Status: String, Codable, Sendable {
    /// Quality is shown to be worse by less than the tolerance, whatever drifted.
    case harmless
    /// Quality is shown to be worse by more than the tolerance.
    case harmful
    /// Neither is shown.
    case unknown
  }

  /// Harmful where any quality is; harmless where those of the whole log, of every group and of the last
  /// window are.
  public var status: Status
  /// Of the whole log, in the order of the plan.
  public var qualities: [Quality]
  /// Of groups of rows, by column and value.
  public var groups: [Quality]?
  /// Window by window, where the log was cut.
  public var windows: [Quality]?
  /// Columns of groups that have too many values to be told apart.
  public var uncountedGroups: [String]?
  /// How many comparisons share the error rate (Bonferroni).
  public var comparisons: Int

  /// Those of the last window: what is long past says nothing of now.
  public var latest: ArraySlice<Quality> { (windows ?? []).suffix(qualities.count) }

  /// A measure of quality before and now.
  public struct Quality: Equatable, Codable, Sendable {
    /// What is measured.
    public enum Measure: String, Codable, Sendable {
      /// Predictions that equal their labels.
      case accuracy
      /// What the scores promise, where the current log has no labels: s or 1 − s, whichever is larger.
      ///
      /// Its bounds are wider by what scores and labels are apart in the reference.
      case expectedAccuracy
      case precision, recall, f1
      /// Mean absolute error, root of the mean squared one, mean absolute error as a part of the label, and
      /// the coefficient of determination.
      case mae, rmse, mape, r2
    }

    /// What `change` and `tolerance` count.
    public enum Scale: String, Codable, Sendable {
      /// Current − reference.
      case difference
      /// Current/reference − 1.
      case ratio
    }

    public var measure: Measure
    public var scale: Scale
    public var status: Status
    /// Nil where the log has too few labels, or the measure is not defined.
    public var reference: Double?
    public var current: Double?
    public var referenceInterval: Bounds?
    public var currentInterval: Bounds?
    /// Of current against reference; like the other intervals each limit holds with confidence 1 − α over
    /// the number of comparisons.
    public var change: Bounds?
    /// Rows with a label, or with a score.
    public var referenceRows: Int
    public var currentRows: Int
    /// How much worse is tolerated.
    public var tolerance: Double
    /// The rows that it is measured on; nil for all of them.
    public var group: Group?
    /// When the window begins that it is measured on.
    public var start: Timestamp?
    /// Why there is no change to tell, or why it is not believed.
    public var cause: Cause?
  }

  /// Rows that have a value in common.
  public struct Group: Equatable, Codable, Sendable {
    public var column: String
    public var value: SegmentBreakdown.Segment
  }

  /// One of the logs that are compared.
  public enum Log: String, Codable, Sendable { case reference, current }

  /// Why a quality cannot be told.
  public enum Cause: Equatable, Codable, Sendable {
    /// A log is a profile, or its rows have no predictions or no labels.
    case unread(Log)
    /// Of the log with fewer of them.
    case tooFewLabels(rows: Int, required: Int)
    /// So many of the rows have a label, of the log with fewer of them.
    case labelsIncomplete(share: Double, required: Double)
    case tooFewEffectiveUnits(effective: Double, required: Double)
    /// More rows lack a prediction or a label than did before, so many, and this share of all; were each of
    /// them wrong, the change could be as bad as `worst`, which has no bound where nil.
    case answersMissing(rows: Int, share: Double, worst: Double?)
    /// Labels that are zero have no part that an error could be.
    case labelsOfZero(rows: Int)
    /// No row is predicted positive, none is, or no label differs from another.
    case undefined
    /// Every row has the same error: nothing tells how much errors vary.
    case errorsAlike
    case statistics(String)
  }
}
