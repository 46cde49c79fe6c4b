internal import Judge
internal import Summaries

/// Which clusters were compared, and what cannot be known from them.
struct ClusterTables {
  private let account: ClusterAccount
  private let arms: [SampleAccount.Arm]
  private let metrics: [MetricAnalysis]

  init(_ account: ClusterAccount, _ arms: [SampleAccount.Arm], _ metrics: [MetricAnalysis]) {
    (self.account, self.arms, self.metrics) = (account, arms, metrics)
  }

  var blocks: [Report.Block] {
    let title = account.kind == .timeBlocks ? "Before and after the switch" : "Servers"
    var blocks: [Report.Block] = [
      .heading(title), .facts(facts),
      .paragraph(Phrase(ClusterText.confounding(account.kind), .caution)),
    ]
    if !account.servers.isEmpty { blocks.append(.table(servers)) }
    return blocks
  }

  private var facts: [Fact] {
    let names = arms.map { InertText.name($0.variant, limit: 40) }
    let clusters = zip(names, account.clusters).map { "\($0) \(NumberText.count($1))" }
    let isOne = account.clusters.last == 1
    let what =
      account.blockSeconds.map { "\(isOne ? "block" : "blocks") of \(TimeText.duration($0))" }
      ?? (isOne ? "server" : "servers")
    let source = account.source == .plan ? "as the plan says" : "as the log shows"
    let strays = zip(names, account.strays).filter { $0.1 > 0 }
      .map { "\($0) \(NumberText.count($1))" }
    return [
      account.changed.map {
        Fact(
          account.kind == .timeBlocks ? "switched" : "first update",
          "\(TimeText.minute($0)), \(source)")
      },
      Fact("clusters", "\(clusters.joined(separator: ", ")) \(what)"),
      account.degreesOfFreedom.map {
        Fact(
          "reference",
          "Student's t with \(NumberText.count(Int($0), "degree", "degrees")) of freedom")
      },
      Fact(
        "looks",
        NumberText.count(account.looks)
          + (account.judgedUntil.map { ", the last one up to \(TimeText.minute($0))" } ?? "")),
      strays.isEmpty
        ? nil
        : Fact(
          "left out", "rows on the other side of the switch: \(strays.joined(separator: ", "))"),
      account.lastControlRow.map {
        Fact("last answer", "\(names.first ?? "control") \(TimeText.minute($0))")
      },
    ].compactMap(\.self)
  }

  /// A row a server: what each version answered on it.
  private var servers: Table {
    var columns: [Table.Column] = [
      .init("server"), .init("rows before", .right), .init("rows after", .right),
    ]
    for metric in metrics {
      let name = InertText.name(metric.name, limit: 20)
      columns += [.init("\(name) before", .right), .init("after", .right)]
    }
    let rows = account.servers.map { server in
      [InertText.name(server.name, limit: 40)] + server.rows.map(NumberText.count)
        + metrics.indices.flatMap { metric in
          [server.control, server.treatment].map { values in
            guard values.indices.contains(metric), let value = values[metric] else { return "" }
            return NumberText.significant(value, digits: 4)
          }
        }
    }
    return Table(columns: columns, rows: rows.map { $0.map { Phrase($0) } })
  }
}
