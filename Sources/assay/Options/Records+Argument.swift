public import ArgumentParser
public import Reports

extension Record.Kind: ExpressibleByArgument {}
extension DeploymentAction: ExpressibleByArgument {}
extension DeploymentOutcome: ExpressibleByArgument {}
