import Testing

@testable import Reports

struct ScaleTests {
  @Test(
    "Ticks are round numbers within the domain",
    arguments: [
      (0.0, 1.0, [0, 0.5, 1]), (-3, 3, [-2, 0, 2]), (0, 17_379, [0, 5000, 10_000, 15_000]),
      (0.12, 0.31, [0.15, 0.2, 0.25, 0.3]), (-0.0004, 0.0009, [0, 0.0005]),
    ])
  func ticks(low: Double, high: Double, expected: [Double]) {
    #expect(Scale(domain: low...high, from: 0, to: 100).ticks(4) == expected)
  }

  @Test("Numbers beyond the domain are at its ends, and a domain of one number is a point")
  func positions() {
    let scale = Scale(domain: 10...20, from: 100, to: 0)
    #expect([5, 10, 15, 20, 1e300].map(scale.position) == [100, 100, 50, 0, 0])
    #expect(Scale(domain: 3...3, from: 0, to: 10).position(3) == 5)
    #expect(Scale(domain: 3...3, from: 0, to: 10).ticks(4) == [3])
    #expect(scale.position(.nan) == 50)
  }

  @Test("A domain wider than the greatest double is still one")
  func widest() {
    let greatest = Double.greatestFiniteMagnitude
    let scale = Scale(domain: -greatest...greatest, from: 0, to: 100)
    #expect([-greatest, 0, greatest].map(scale.position) == [0, 50, 100])
    #expect(scale.ticks(4).allSatisfy { $0.isFinite })
  }

  @Test("Square roots give small numbers room")
  func squareRoot() {
    let scale = Scale(domain: 0...4, from: 0, to: 100, kind: .squareRoot)
    #expect([0, 0.04, 1, 4].map(scale.position) == [0, 10, 50, 100])
  }

  @Test(
    "Numbers of an axis are short",
    arguments: [
      (0.0, "0"), (2500, "2500"), (12_500, "12.5k"), (3e6, "3M"), (-2e9, "-2G"), (1e-7, "1e-7"),
      (5e20, "5e20"),
    ])
  func text(value: Double, expected: String) { #expect(TickText.number(value) == expected) }
}
