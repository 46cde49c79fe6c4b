/// What the marked values of each table mean.
enum Remarks {
  static let location = """
    The pooled t-test and Mann–Whitney's take for granted that the populations vary alike. Where the smaller
    sample varies more they reject four and two and a half times too often, where the larger one does hardly
    ever; Welch's and Brunner & Munzel's tests were made for this. In samples of one size the two-sided t-tests bear
    skewness well, because it cancels in the difference. At sizes as unequal as 20 and 60 the skewness of the smaller
    sample remains, and Welch's test with one side errs twice as often as it says. Hundreds a sample mend it.
    Kolmogorov & Smirnov's test is cautious: its statistic has few values in small samples, and its limit,
    used in large ones, takes no notice of ties.
    """
  static let paired = """
    Symmetric differences are harmless; few pairs with heavy tails or ties make the tests a little cautious.
    A single skewed sample is not harmless: thirty log-normal values are too few for a t-test of their mean, because
    samples whose mean is too low have a standard deviation that is too low as well.
    """
  static let variances = """
    The F test and Bartlett's are tests of normality as much as of variances, and no size of sample mends
    that: more data make it worse. Levene's, about means, suffers from skewness. Brown & Forsythe's, about
    medians, is the default here for that reason.
    """
  static let several = """
    As for two samples: unequal variances with unequal sizes break the classical analysis of variance and
    leave Welch's in order. Skewness and small groups together cost Welch's test a point or two.
    """
  static let proportionTests = """
    Counts are whole numbers, and no test of them can have exactly 5 %. Fisher's and Yates' never exceed it, and pay
    with up to half of it; the score test swings about it. At one expected event a sample (.005 of 200)
    hardly anything can be significant. G and the unpooled variance overshoot where events are few.
    """
  static let proportionIntervals = """
    Wald's interval errs twice as often as it says where one event is expected (.005 of 200); Newcombe's and Miettinen
    & Nurminen's are cautious there. Clopper–Pearson and the continuity correction promise *at least* 95 % and
    keep it, at the price of width. The coverage of all of them swings with p and n, as counts are whole
    numbers, and Wilson's is right on average only: a mark at one p says little about its neighbors (Brown, Cai &
    DasGupta 2001).
    """
  static let riskIntervals = """
    On the scale of logarithms the ratios err on the cautious side with few events, and an arm without events has
    no interval at all, which here counts as one that excludes nothing. The exact interval is cautious by design.
    Cohen's h takes its variance to be the same for all p, for which a handful of expected events is too few.
    """
  static let means = """
    Thirty log-normal values are too few for a t-interval of their mean; two hundred still cost two points, and
    1000 against 250 one point of the difference's. Differences of skewed samples of one size are nearly
    symmetric, with tails that make their intervals a little cautious.
    """
  static let ratios = """
    With fifty units about one event is expected, and a third of the samples have none: their standard error is
    zero and their interval a point, by the delta method and Fieller's alike (the logarithm does not exist, and
    excludes nothing). That is why a verdict needs a minimum number of effective units
    (`RatioEstimate.effectiveUnits`). Normal quantiles and skewness at fifty units cost one point to three.
    """
  static let lifts = """
    The plain delta interval of a lift is symmetric and the lift is not: with rare events it errs twice as often
    as it says, or more. Deciding on the logarithm of the ratio, as assay does, is cautious there. At fifty units an
    arm the normal quantiles cost a point.
    """
  static let effectSizes = """
    Standardized differences are exact for normal samples alone: where the standard deviation itself is badly
    known, as of twenty log-normal values, their intervals err two to four times as often as they say; Glass's delta,
    which knows it from one sample only, suffers most. With normal samples it is a little cautious, as it takes the
    ratio of the variances as observed. Cliff's delta depends on order alone and holds. The rank-biserial
    correlation's interval uses the error that it has without an effect, before Fisher's transformation widens the
    values: a point or two are missing at thirty pairs.
    """
  static let associations = """
    Chi-square of 2 × 6 tables of thirty a row is a little cautious, as counts of one or two are expected in some
    cells; G overshoots instead. Pearson's test of ten log-normal pairs hangs on their largest value; Spearman's of
    ten pairs has 5.5 % by all permutations, as t is its approximation. McNemar's exact test and the correction are
    cautious; without them the steps of whole numbers go the other way.
    """
  static let associationIntervals = """
    Fisher's transformation is for normal pairs. For log-normal ones it is wrong at every size, and grows worse:
    the correlation then varies more than its formula knows. Use Spearman's test, or a bootstrap.
    """
  static let families = """
    Three uncorrected tests raise a false alarm in one family of eight to ten. All corrections hold, for tests that
    share a control and so depend on each other positively; they are cautious by as much as that dependence
    is strong. What skewness costs a single test at small, unequal sizes it costs a family too.
    """
  static let familyIntervals = """
    Holm's bounds spend their error on the hypotheses that stand, and are cautious where some fall. Bonferroni's,
    Šidák's and Goodman's are cautious by the dependence of their estimates. None is better than the intervals it is
    made of: one-sided bounds miss by a point with skewed samples of unequal sizes, as the one-sided test does.
    """
}
