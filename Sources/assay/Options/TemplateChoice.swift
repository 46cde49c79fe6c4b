internal import Experiment

/// A template by its name on the command line, or the list of all.
enum TemplateChoice {
  case one(PlanTemplate)
  case list

  init(_ name: String) throws(Failure) {
    if name == "list" {
      self = .list
    } else if let template = PlanTemplate(rawValue: name) {
      self = .one(template)
    } else {
      let names = PlanTemplate.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "there is no template \"\(name)\"; known are \(names)")
    }
  }

  var text: String {
    switch self {
    case .one(let template): return template.yaml
    case .list:
      let width = PlanTemplate.allCases.map(\.rawValue.count).max() ?? 0
      return PlanTemplate.allCases.map { template in
        let gap = String(repeating: " ", count: width - template.rawValue.count + 2)
        return "\(template.rawValue)\(gap)\(template.summary)\n"
      }.joined()
    }
  }
}
