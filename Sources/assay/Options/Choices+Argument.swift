public import ArgumentParser
public import Judge

// Choices whose names are the words of the command line.
extension TestSides: ExpressibleByArgument {}
extension TestColumns.UnitValue: ExpressibleByArgument {}
extension PowerQuestion.Kind: ExpressibleByArgument {}
extension SimulationSettings.Shape: ExpressibleByArgument {}
extension LogGenerator.Exposure: ExpressibleByArgument {}
