import Testing

@testable import Reports

struct NumberTextTests {
  @Test(
    "Fixed places round the shortest digits, halves away from zero",
    arguments: [
      (0.145, 2, "0.15"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.999_6, 3, "1.000"),
      (9.996, 2, "10.00"), (0, 2, "0.00"), (-0.001, 2, "0.00"), (1234.5, 1, "1234.5"),
      (.leastNonzeroMagnitude, 3, "0.000"), (1e14, 0, "100000000000000"), (1e16, 2, "1e16"),
      (0.05, 1, "0.1"),
      (0.049, 1, "0.0"), (123_456.789, 2, "123456.79"),
    ])
  func decimal(value: Double, places: Int, text: String) {
    #expect(NumberText.decimal(value, places: places) == text)
  }

  @Test(
    "Significant digits drop trailing zeros and go to powers of ten where zeros would pile up",
    arguments: [
      (0.1, 4, "0.1"), (20.000_000_000_000_004, 4, "20"), (0.000_123_4, 2, "0.00012"),
      (0.000_012_34, 2, "1.2e-5"), (123_456, 3, "123000"), (-0.05, 2, "-0.05"), (0, 3, "0"),
      (1e300, 3, "1e300"), (99.96, 3, "100"),
    ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(NumberText.significant(value, digits: digits) == text)
  }

  @Test(
    "A p-value is never shown as zero, nor a value below one as one",
    arguments: [
      (0, "< 1e-300"), (1e-300, "1e-300"), (3.15e-5, "3.2e-5"), (0.001, "0.001"),
      (0.041_2, "0.041"), (0.5, "0.5"), (0.999, "> 0.99"), (1, "1"),
    ])
  func pValue(p: Double, text: String) {
    #expect(NumberText.pValue(p) == text)
  }

  @Test(
    "A sign is shown unless the value rounds to zero",
    arguments: [(0.126, "+0.13"), (-0.126, "-0.13"), (0.001, "0.00"), (-0.001, "0.00")])
  func signed(value: Double, text: String) {
    #expect(NumberText.signed(value, places: 2) == text)
  }

  @Test("Two digits of the standard error set the places")
  func places() {
    #expect(NumberText.places(standardError: 0.004_06) == 4)
    #expect(NumberText.places(standardError: 0.099_7) == 2)
    #expect(NumberText.places(standardError: 3.2) == 1)
    #expect(NumberText.places(standardError: 320) == 0)
    #expect(NumberText.places(standardError: 0) == nil)
    #expect(NumberText.places(standardError: .nan) == nil)
  }

  @Test("What is no finite number is said in words or with the sign for infinity")
  func nonFinite() {
    #expect(NumberText.decimal(.nan, places: 2) == "not a number")
    #expect(NumberText.signed(.infinity, places: 2) == "+∞")
    #expect(NumberText.signed(-.infinity, places: 2) == "-∞")
  }

  @Test(
    "Counts are grouped by three",
    arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func count(value: Int, text: String) {
    #expect(NumberText.count(value) == text)
  }

  @Test("Rounding is that of the decimal digits for many values")
  func agreesWithIntegers() {
    // k/1000 has at most three places, so that two places are decided by the integer k alone.
    for k in 0..<5000 {
      let hundredths = (k + 5) / 10
      let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
      #expect(NumberText.decimal(Double(k) / 1000, places: 2) == text)
    }
  }
}
