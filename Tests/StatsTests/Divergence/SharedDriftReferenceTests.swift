import AssayTestSupport
import Stats
import Testing

/// Every divergence of 43 columns of public data, from their cell counts.
@Suite struct SharedDriftReferenceTests {
  struct Column: Decodable {
    struct LeftClosed: Decodable {
      var ref_counts, cur_counts: [Int]
      var psi_floor, psi_half, js_divergence_raw_nats, js_distance_raw_base2: Double
      var psi_raw: Double?
      enum CodingKeys: String, CodingKey {
        case ref_counts, cur_counts, psi_half, psi_raw, js_divergence_raw_nats
        case js_distance_raw_base2
        case psi_floor = "psi_floor1e-4"
      }
    }
    var id, kind: String
    var n_ref, n_cur: Int
    var ref_counts, cur_counts: [Int]
    var psi_floor, psi_half, kl_cur_ref_half, kl_ref_cur_half: Double
    var psi_raw, kl_cur_ref_raw, kl_ref_cur_raw: Double?
    var js_divergence_raw_nats, js_distance_raw_base2, tvd, hellinger: Double
    var chisq, df, chisq_p, cramers_v, G, G_p: Double?
    var ks_D, ks_p_limiting: Double?
    var left_closed: LeftClosed?

    enum CodingKeys: String, CodingKey {
      case id, kind, n_ref, n_cur, ref_counts, cur_counts, psi_half, kl_cur_ref_half
      case kl_ref_cur_half, psi_raw, kl_cur_ref_raw, kl_ref_cur_raw, js_divergence_raw_nats
      case js_distance_raw_base2, tvd, hellinger, chisq, df, chisq_p, cramers_v, ks_D, G, G_p
      case ks_p_limiting, left_closed
      case psi_floor = "psi_floor1e-4"
    }
  }
  struct Reference: Decodable { var columns: [Column] }
  let columns: [Column]
  init() throws { columns = try ReferenceFile.load("drift_shared", as: Reference.self).columns }

  /// Closed forms; sums of terms that nearly cancel leave an absolute floor of a few ulps of one.
  private func check(_ found: Double, _ expected: Double, _ id: String, _ what: String) {
    #expect(agree(found, expected, relative: 1e-9, floor: 1e-14), "\(id) \(what)")
  }

  @Test func divergencesAgree() throws {
    #expect(columns.count == 43)
    for c in columns where c.ref_counts.count > 1 {
      let counts = try CellCounts(reference: c.ref_counts, current: c.cur_counts)
      check(counts.populationStabilityIndex(.floor(1e-4)), c.psi_floor, c.id, "textbook PSI")
      check(counts.populationStabilityIndex(.addHalf), c.psi_half, c.id, "PSI")
      check(counts.kullbackLeibler(.addHalf), c.kl_cur_ref_half, c.id, "KL")
      check(counts.reverseKullbackLeibler(.addHalf), c.kl_ref_cur_half, c.id, "reverse KL")
      if let psi = c.psi_raw { check(counts.populationStabilityIndex(.none), psi, c.id, "raw PSI") }
      if let kl = c.kl_cur_ref_raw { check(counts.kullbackLeibler(.none), kl, c.id, "raw KL") }
      if let kl = c.kl_ref_cur_raw {
        check(counts.reverseKullbackLeibler(.none), kl, c.id, "raw reverse KL")
      }
      check(counts.jensenShannon(), c.js_divergence_raw_nats, c.id, "JS")
      check(counts.totalVariation(), c.tvd, c.id, "TV")
      // The reference is √(1 − Σ√(pq)), whose square cancels to a few ulps of one.
      let hellinger = counts.hellinger()
      #expect(
        agree(hellinger * hellinger, c.hellinger * c.hellinger, relative: 1e-9, floor: 1e-15),
        "\(c.id)")
      // A square root halves the digits of a divergence near zero.
      #expect(
        agree(
          counts.jensenShannonDistance(), c.js_distance_raw_base2, relative: 1e-9, floor: 1e-8),
        "\(c.id)")
    }
  }

  @Test func leftClosedBinsAgree() throws {
    for (id, c) in columns.compactMap({ c in c.left_closed.map { (c.id, $0) } }) {
      let counts = try CellCounts(reference: c.ref_counts, current: c.cur_counts)
      check(counts.populationStabilityIndex(.floor(1e-4)), c.psi_floor, id, "textbook PSI")
      check(counts.populationStabilityIndex(.addHalf), c.psi_half, id, "PSI")
      check(counts.jensenShannon(), c.js_divergence_raw_nats, id, "JS")
      if let psi = c.psi_raw { check(counts.populationStabilityIndex(.none), psi, id, "raw PSI") }
    }
  }

  @Test func homogeneityAgrees() throws {
    for c in columns {
      guard let chisq = c.chisq, let p = c.chisq_p, let v = c.cramers_v, let df = c.df else {
        continue
      }
      let found = try ChiSquareIndependence().evaluate([c.ref_counts, c.cur_counts])
      check(found.statistic, chisq, c.id, "chi-square")
      #expect(agree(found.pValue, p, relative: 1e-9), "\(c.id)")
      check(found.estimate, v, c.id, "Cramér's V")
      #expect(found.reference == .chiSquared(degreesOfFreedom: df))
      let likelihood = try GTest().evaluate([c.ref_counts, c.cur_counts])
      // The reference's terms of thousands cancel.
      #expect(agree(likelihood.statistic, c.G ?? -1, relative: 1e-9, floor: 1e-10), "\(c.id)")
      #expect(agree(likelihood.pValue, c.G_p ?? -1, relative: 1e-9), "\(c.id)")
    }
  }

  @Test func kolmogorovTailsAgree() throws {
    for c in columns {
      guard let distance = c.ks_D, let p = c.ks_p_limiting else { continue }
      let scale = Double(c.n_ref) * Double(c.n_cur) / Double(c.n_ref + c.n_cur)
      let found = try ReferenceDistribution.kolmogorov.pValue(
        of: scale.squareRoot() * distance, .greater)
      #expect(agree(found, p, relative: 1e-9), "\(c.id)")
    }
  }

  @Test func emptyCellsAreInfiniteWithoutSmoothing() throws {
    let counts = try CellCounts(reference: [5, 0, 3], current: [4, 2, 3])
    #expect(counts.populationStabilityIndex(.none) == .infinity)
    #expect(counts.kullbackLeibler(.none) == .infinity)
    #expect(counts.reverseKullbackLeibler(.none).isFinite)
    #expect(counts.jensenShannon().isFinite)
  }
}
