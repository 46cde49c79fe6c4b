extension PlanReader {
  /// The file of what was known before the experiment.
  func prePeriod(_ plan: Plan) -> PrePeriodFile? {
    guard let value = top[.prePeriod], let section = value.section(PlanKeys.PrePeriod.self) else {
      return nil
    }
    let mend = "write {file: before.csv, unit: user_id, columns: [spend_before]}"
    let file = section.required(.file, mend: mend)?.text("a file")
    let unit = section.required(.unit, mend: mend)?.text("the name of a column")
    let columns = section.required(.columns, mend: mend)?.texts()
    if plan.unitColumn == nil {
      value.complain(
        .contradiction, "pre_period is joined by unit, and every row is a unit of its own",
        mend: "name the column of the unit as log.unit, or take covariates from columns of the log")
    }
    if let label = plan.labels.map({ plan.log.label ?? $0.value }), columns?.contains(label) == true
    {
      section[.columns]?.complain(
        .contradiction, "pre_period.columns names \"\(label)\", which the file of labels gives",
        mend: "rename the column in one of the files")
    }
    if let columns, columns.isEmpty || Set(columns).count < columns.count {
      section[.columns]?.complain(
        .invalidValue, "pre_period.columns must name at least one column, and each once", mend: mend
      )
    }
    guard let file, let unit, let columns else { return nil }
    return PrePeriodFile(file: file, unit: unit, columns: columns)
  }
}
