internal import Stats

extension ClassicalTest {
  static let classifierTests: [ClassicalTest] = [
    ClassicalTest(
      "auc", .classifiers, use: "two areas under the ROC curve, of two groups (DeLong)",
      inR: "pROC::roc.test(roc1, roc2, paired = FALSE)", estimate: "difference of areas", .value(0),
      .twoScores { control, treatment, settings throws(StatsError) in
        try DeLongTest(alternative: settings.alternative, nullDifference: settings.null)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "paired-auc", .classifiers, use: "two areas under the ROC curve, of the same rows (DeLong)",
      inR: "pROC::roc.test(roc1, roc2, paired = TRUE)", estimate: "difference of areas", .value(0),
      .pairedScores { areas, settings throws(StatsError) in
        try DeLongTest(alternative: settings.alternative, nullDifference: settings.null)
          .evaluate(areas).numbers(settings)
      }),
  ]
}
