internal import Judge

/// The menu of classical tests, grouped by what they ask.
public enum TestMenu {
  /// The menu as a report.
  public static var report: Report {
    Report(
      blocks: ClassicalTest.Question.allCases.flatMap { question -> [Report.Block] in
        let tests = ClassicalTest.all.filter { $0.question == question }
        return [
          .heading(title(question)),
          .table(
            Table(
              columns: [Table.Column("test"), Table.Column("for"), Table.Column("in R")],
              rows: tests.map {
                [Phrase($0.name, .strong), Phrase($0.use), Phrase($0.equivalentInR ?? "", .quiet)]
              })),
        ]
      })
  }

  private static func title(_ question: ClassicalTest.Question) -> String {
    switch question {
    case .means: "Do means differ?"
    case .margins: "Is a difference within a margin?"
    case .proportions: "Do shares of successes differ?"
    case .ranks: "Do values tend to be larger? (ranks)"
    case .variances: "Do variances differ?"
    case .distributions: "Do distributions differ?"
    case .tables: "Are categories spread alike?"
    case .association: "Do two columns go together?"
    case .classifiers: "Do scores rank positives higher?"
    case .resampling: "Does the assignment itself say so? (resampling)"
    }
  }
}
