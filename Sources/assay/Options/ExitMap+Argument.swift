public import ArgumentParser
public import Judge

extension ExitMap: ExpressibleByArgument {
  /// The maps, for the help of every command that takes one.
  static let help = """
    EXIT MAPS             promote  continue  stop  rollback  invalid
      default                   0        10    20        21       30
      strict                    0         1     1         1        1
      guard                     0         0    20        21       30
      rollback-hook             0         0     0        21        0
      nagios                    0         1     2         2        3
      airflow                   0        99     1         1        1
    Codes of errors are the same under every map: 64 usage, 65 data, 66 no input, \
    70 internal, 73 cannot create, 74 input or output, 75 try again, 78 plan.
    """
}
