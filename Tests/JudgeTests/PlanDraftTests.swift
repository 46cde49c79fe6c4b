import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct PlanDraftTests {
  private func draft(_ csv: String, _ name: String = "log.csv") -> PlanDraft {
    let rows = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.isEmpty ? nil : String($0)
      }
    }
    let header = (rows.first ?? []).map { $0 ?? "" }
    return PlanDraft(columns: header, sampleRows: Array(rows.dropFirst()), fileName: name)
  }

  /// Cookie Cats' header and its first rows.
  @Test("A game's log is recognised by its columns and values")
  func cookieCats() throws {
    let text = draft(
      """
      userid,version,sum_gamerounds,retention_1,retention_7
      116,gate_30,3,FALSE,FALSE
      337,gate_30,38,TRUE,FALSE
      377,gate_40,165,TRUE,FALSE
      483,gate_40,1,FALSE,FALSE
      488,gate_40,179,TRUE,TRUE
      """, "../data/cookie_cats.csv"
    ).yaml
    let plan = try Plan(yaml: text, file: "draft")
    #expect(plan.name == "cookie_cats")
    #expect(plan.log.unit == "userid")
    #expect(plan.log.variant == "version")
    #expect(plan.control == "gate_30")
    #expect(plan.treatments == ["gate_40"])
    let roles = Dictionary(uniqueKeysWithValues: plan.metrics.map { ($0.column, $0.role) })
    #expect(
      roles == ["retention_1": .success, "retention_7": .success, "sum_gamerounds": .monitor])
    let rounds = plan.metrics.first { $0.column == "sum_gamerounds" }
    #expect(rounds?.baseline == 20.5, "the mean of 3 and 38")
    // √((17.5² + 17.5²) / 1), to the four digits a plan carries.
    #expect(rounds?.standardDeviation == 24.75)
  }

  @Test("A prediction log gets accuracy, latency and errors")
  func predictions() throws {
    let plan = try Plan(
      yaml: draft(
        """
        timestamp,request_id,user_id,variant,prediction,label,latency_ms,error
        2026-01-05T00:00:01Z,r1,u1,challenger,1,1,20.5,0
        2026-01-05T00:00:02Z,r2,u2,champion,0,1,30.5,0
        2026-01-05T00:00:03Z,r3,u2,champion,0,0,31.5,1
        2026-01-05T00:00:03Z,r3,u3,champion,0,0,25.5,0
        """
      ).yaml, file: "draft")
    #expect(plan.log.time == "timestamp")
    #expect(plan.log.unit == "user_id", "users come before requests")
    #expect(plan.control == "champion")
    #expect(plan.duration.minimum == 604_800)
    #expect(plan.metrics.map(\.kind) == [.accuracy, .mean, .rate])
    #expect(plan.metrics.map(\.role) == [.success, .guardrail, .guardrail])
    // Two of the control's three rows are predicted right.
    #expect(plan.metrics[0].baseline == 0.6667)
    #expect(plan.metrics[1].margin.text == "10%")
    #expect(plan.metrics[2].critical)
    // One error in the control's three rows, to four digits.
    #expect(plan.metrics[2].baseline == 0.3333)
    #expect(PlanLint(plan).findings.filter { $0.severity == .error } == [])
  }

  @Test("Numbered variants are found by the column's name, the smallest being control")
  func numbered() throws {
    let plan = try Plan(
      yaml: draft(
        """
        MarketID,LocationID,Promotion,week,SalesInThousands
        1,1,3,1,33.73
        1,1,3,2,35.67
        1,2,10,1,27.81
        1,3,2,1,29.01
        """
      ).yaml, file: "draft")
    #expect(plan.variants == ["2", "3", "10"])
    #expect(plan.log.unit == "LocationID")
    #expect(plan.metrics.map(\.column) == ["SalesInThousands"])
    #expect(plan.metrics.map(\.role) == [.success])
  }

  @Test("Where no name tells, the first numbers are the success metric")
  func unnamed() throws {
    let plan = try Plan(
      yaml: draft("extra,group,ID\n0.7,1,1\n-1.6,1,2\n1.9,2,1\n0.8,2,2\n").yaml, file: "draft")
    #expect(plan.metrics.map(\.column) == ["extra"])
    #expect(plan.metrics.map(\.role) == [.success])
    let wide = draft((1...5000).map { "column\($0)" }.joined(separator: ","))
    #expect(wide.yaml.contains("and others"))
    #expect(try Plan(yaml: wide.yaml, file: "draft").metrics == [])
  }

  @Test("A score and a label make an accuracy with a threshold")
  func scores() throws {
    let plan = try Plan(
      yaml: draft("id,arm,score,label\n1,a,0.2,0\n2,b,0.9,1\n3,a,0.8,1\n").yaml, file: "draft")
    #expect(plan.metrics.first?.scoreThreshold == 0.5)
    #expect(plan.metrics.first?.column == "score")
  }

  @Test("The spread of units with several rows is that of the ratio's residuals")
  func spread() throws {
    // Unit a has 1 and 3, unit b has 8: mean 4, 1.5 rows a unit, residuals (4−8)/1.5 and (8−4)/1.5.
    let spread = try #require(
      SampleSpread([1, 3, 8], units: ["a", "a", "b"], rows: [true, true, true]))
    #expect(spread.mean == 4)
    // √(2 · (4 / 1.5)²), with one rounding in each step.
    let deviation = try #require(spread.standardDeviation)
    #expect(abs(deviation - 3.771236166328254) < 1e-14)
    #expect(SampleSpread([nil, 1], units: nil, rows: [true, false]) == nil)
  }

  @Test("Every draft can be read, whatever the header and the values are", arguments: 0..<150)
  func readable(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let names = [
      "userid", "version", "variant", "timestamp", "label", "prediction", "score", "latency_ms",
      "error", "retention_1", "revenue", "", "a: b", "it's #1", "null", "true", "\u{0}\u{85}",
      "λ \u{2028}", "\"quoted\"", "- x", "none", "user.id", "*alias", "{brace}", "clicked", "id",
      "amount %", "churned", "!tag", "back\\slash", "model", "7", "b\u{FEFF}om", "🦊 clicks",
    ]
    let values: [String?] = [
      "0", "1", "true", "FALSE", "control", "champion: yes", "gate_40", "3.5", "1e300", "-7", nil,
      "NA", "2026-01-05", "1700000000", "nan", "\n", "# x", "'", "~", "all", "none", "\u{1}",
    ]
    let columns = (0...Int.random(in: 0..<9, using: &random)).map { _ in
      names[Int.random(in: 0..<names.count, using: &random)]
    }
    // Few different values in most columns, so that variants and booleans appear.
    let pools = columns.map { _ in
      (0...Int.random(in: 0..<3, using: &random)).map { _ in
        values[Int.random(in: 0..<values.count, using: &random)]
      }
    }
    let rows = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
      pools.prefix(columns.count - Int.random(in: 0..<2, using: &random)).map {
        $0[Int.random(in: 0..<$0.count, using: &random)]
      }
    }
    let text = PlanDraft(columns: columns, sampleRows: rows, fileName: names[Int(seed) % 30]).yaml
    do {
      let plan = try Plan(yaml: text, file: "draft")
      for name in [plan.log.unit, plan.log.variant, plan.log.label].compactMap(\.self)
      where name != "variant" {
        #expect(columns.contains(name))
      }
    } catch {
      Issue.record("\(error)\n\(text)")
    }
  }

  @Test("The same rows give the same draft")
  func stable() {
    let csv = "userid,group,clicked\n1,a,0\n2,b,1\n3,a,1\n"
    #expect(draft(csv).yaml == draft(csv).yaml)
  }
}
