/// Which column of a log plays which role, by name first and by values to confirm.
struct RoleGuess {
  private(set) var time: ColumnSketch?
  private(set) var unit: ColumnSketch?
  private(set) var variant: ColumnSketch?
  private(set) var prediction: ColumnSketch?
  private(set) var label: ColumnSketch?
  private(set) var score: ColumnSketch?
  private(set) var latency: ColumnSketch?
  private(set) var error: ColumnSketch?
  /// The columns that play none.
  private(set) var others: [ColumnSketch]

  init(_ columns: [ColumnSketch]) {
    others = columns
    time = take(RoleGuess.times) { $0.looksLikeTime }
    variant =
      take(RoleGuess.variants) { $0.looksLikeGroups }
      ?? take { $0.looksLikeGroups && $0.numbers == nil && $0.flags == nil }
    unit = take(RoleGuess.units) { $0.hasValues }
    label = take(RoleGuess.labels) { $0.hasValues }
    prediction = take(RoleGuess.predictions) { $0.hasValues }
    score = take(RoleGuess.scores) { $0.numbers != nil }
    latency = take(where: { $0.numbers != nil && RoleGuess.isLatency($0.key) })
    error = take(RoleGuess.errors) { $0.flags != nil }
  }

  /// The first column with one of the names, in the order of the names, that also passes the test.
  private mutating func take(
    _ names: [String], where isFit: (ColumnSketch) -> Bool
  ) -> ColumnSketch? {
    for name in names {
      if let found = take(where: { $0.key == name && isFit($0) }) { return found }
    }
    return nil
  }

  private mutating func take(where isFit: (ColumnSketch) -> Bool) -> ColumnSketch? {
    guard let index = others.firstIndex(where: isFit) else { return nil }
    return others.remove(at: index)
  }

  private static func isLatency(_ key: String) -> Bool {
    ["latency", "responsetime", "elapsed", "durationms"].contains { key.contains($0) }
  }

  private static let times = [
    "timestamp", "time", "ts", "datetime", "eventtime", "createdat", "requesttime", "date",
    "dateday", "day",
  ]
  private static let variants = [
    "variant", "variation", "arm", "testgroup", "experimentgroup", "group", "treatment", "version",
    "modelversion", "model", "modelname", "bucket", "cohort", "promotion",
  ]
  /// What is randomised most often comes first; requests and bare ids only where nothing else is there.
  private static let units = [
    "userid", "user", "uid", "customerid", "customer", "visitorid", "accountid", "memberid",
    "playerid", "clientid", "deviceid", "cookieid", "subjectid", "subject", "sessionid", "unitid",
    "unit", "storeid", "locationid", "requestid", "id",
  ]
  private static let labels = [
    "label", "truelabel", "actual", "truth", "groundtruth", "ytrue", "target", "clftarget",
    "isfraud",
  ]
  private static let predictions = [
    "prediction", "predicted", "predictedlabel", "predictedclass", "ypred", "decision",
  ]
  private static let scores = [
    "score", "probability", "proba", "predictedprobability", "ypredproba", "confidence",
  ]
  private static let errors = ["error", "iserror", "haserror", "errors", "failed", "failure"]
}
