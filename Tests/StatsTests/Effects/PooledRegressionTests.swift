import AssayTestSupport
import Testing

@testable import Stats

@Suite struct PooledRegressionTests {
  private struct Reference: Decodable {
    struct Cars: Decodable {
      struct Rows: Decodable { var cyl, mpg, wt, hp: [Double] }
      var rows: Rows
      var slopes: [Double]
    }
    var mtcars: Cars
  }

  /// Moments of each group by their definition.
  private func groups(_ regressors: [[Double]]) throws -> [PooledRegression.Group] {
    let rows = try ReferenceFile.load("covariates", as: Reference.self).mtcars.rows
    func covariance(_ x: [Double], _ y: [Double], _ members: [Int]) -> Double {
      let n = Double(members.count)
      let (a, b) = (
        members.reduce(0) { $0 + x[$1] } / n, members.reduce(0) { $0 + y[$1] } / n
      )
      return members.reduce(0) { $0 + (x[$1] - a) * (y[$1] - b) } / (n - 1)
    }
    return Set(rows.cyl).sorted().map { level in
      let members = rows.cyl.indices.filter { rows.cyl[$0] == level }
      return PooledRegression.Group(
        count: members.count,
        covariances: regressors.map { x in regressors.map { covariance(x, $0, members) } },
        withOutcome: regressors.map { covariance($0, rows.mpg, members) })
    }
  }

  private func cars() throws -> Reference.Cars {
    try ReferenceFile.load("covariates", as: Reference.self).mtcars
  }

  /// 1e-10: 32 rows in double precision, by another decomposition.
  @Test("Slopes within groups are those of R's lm")
  func slopes() throws {
    let cars = try cars()
    let fit = try PooledRegression(groups([cars.rows.wt, cars.rows.hp]))
    for (found, expected) in zip(fit.slopes, cars.slopes) {
      #expect(agree(found, expected, relative: 1e-10))
    }
    #expect(fit.redundancies == [nil, nil])
  }

  @Test("A constant and a determined regressor have no slope, and change no other")
  func redundant() throws {
    let cars = try cars()
    let (wt, hp) = (cars.rows.wt, cars.rows.hp)
    let fit = try PooledRegression(
      groups([cars.rows.cyl, wt, zip(wt, wt).map { 3 - 2 * $0 + 0 * $1 }, hp]))
    #expect(fit.redundancies == [.constant, nil, .collinear, nil])
    #expect(agree(fit.slopes[1], cars.slopes[0], relative: 1e-9))
    #expect(agree(fit.slopes[3], cars.slopes[1], relative: 1e-9))
    #expect(fit.slopes[0] == 0 && fit.slopes[2] == 0)
  }

  @Test("Groups that do not fit together, or without finite moments, are refused")
  func refused() {
    let one = PooledRegression.Group(count: 3, covariances: [[1]], withOutcome: [1])
    let two = PooledRegression.Group(
      count: 3, covariances: [[1, 0], [0, 1]], withOutcome: [1, 1])
    #expect(throws: StatsError.self) { try PooledRegression([one, two]) }
    let bad = PooledRegression.Group(count: 3, covariances: [[.infinity]], withOutcome: [1])
    #expect(throws: StatsError.self) { try PooledRegression([bad]) }
    #expect(throws: Never.self) { try PooledRegression([]) }
  }
}
