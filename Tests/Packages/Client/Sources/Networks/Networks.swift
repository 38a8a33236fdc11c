import Foundation

/// What the tests have to know about this module.
public enum Networks {

  /// The path of a file of weights that lies beside the source of its network.
  public static func weights(named name: String) -> String? {
    Bundle.module.path(forResource: name, ofType: "safetensors")
  }

  /// The sizes of the networks of `family.arch`, which the package only sees.
  public static let familySizes = [Narrow.parameterCount, Wide.parameterCount]

}
