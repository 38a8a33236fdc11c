/// Names for the declarations of one Swift scope, each given once.
///
/// A name of the network that means something to Swift or to the emitted code gets an underscore,
/// in whichever scope: a parameter `forward` would hide the function in the body that calls it.
struct SwiftNames {

  private var taken: Set<String> = []

  /// A name made of `name` that nothing else in the scope has; `prefix` goes before a digit.
  mutating func add(_ name: String, prefix: String) -> String {
    var base = Self.sanitized(name, prefix: prefix)
    if Self.reserved.contains(base) { base += "_" }
    var candidate = base
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(base)_\(number)"
      number += 1
    }
    return candidate
  }

  /// Keeps `name` from being given.
  mutating func reserve(_ name: String) { taken.insert(name) }

  /// `name` with every character that may not stand in an identifier as an underscore:
  /// `layer1.0.conv1` as `layer1_0_conv1`, and `0` as `layer0` with that prefix.
  static func sanitized(_ name: String, prefix: String) -> String {
    let characters = name.unicodeScalars.map { (scalar) -> Character in
      scalar.isASCII && Character(scalar).isIdentifierPart ? Character(scalar) : "_"
    }
    let result = String(characters)
    let isBare = result.allSatisfy { $0 == "_" }
    return isBare || result.first?.isNumber == true ? prefix + result : result
  }

  /// The words that Swift gives a meaning of their own at the places where names are declared.
  static let keywords: Set<String> = [
    "Any", "Protocol", "Self", "Type", "actor", "as", "associatedtype", "async", "await",
    "borrowing", "break", "case", "catch", "class", "consuming", "continue", "convenience",
    "default", "defer", "deinit", "do", "dynamic", "each", "else", "enum", "extension",
    "fallthrough", "false", "fileprivate", "final", "for", "func", "get", "guard", "if", "import",
    "in", "indirect", "infix", "init", "inout", "internal", "is", "lazy", "let", "macro",
    "mutating", "nil", "nonisolated", "nonmutating", "open", "operator", "optional", "override",
    "package", "postfix", "precedencegroup", "prefix", "private", "protocol", "public", "repeat",
    "required", "rethrows", "return", "self", "set", "some", "static", "struct", "subscript",
    "super", "switch", "throw", "throws", "true", "try", "typealias", "unowned", "var", "weak",
    "where", "while", "willSet", "didSet",
  ]

  /// The types that the emitted code uses or declares.
  static let types: Set<String> = [
    "Array", "ArraySlice", "Bool", "CustomStringConvertible", "Double", "Elements", "Error",
    "Exact", "Float", "FloatingPoint", "Int", "Int32", "Kernels", "KeyValuePairs", "MemoryLayout",
    "MutableSpan", "Never", "ParameterStore", "Parameters", "Range", "RawSpan", "SIMD2", "SIMD4",
    "Sendable", "Span", "SIMD16", "SIMD8", "StaticString", "String", "Tensors", "UInt16", "UInt32",
    "UInt64", "UInt8", "UnsafeMutablePointer", "UnsafeMutableRawBufferPointer",
    "UnsafeMutableRawPointer", "UnsafePointer", "UnsafeRawBufferPointer", "UnsafeRawPointer",
    "Void", "WeightError",
  ]

  /// The members of the emitted type besides its layers, and the functions that its code calls.
  static let members: Set<String> = [
    "aligned", "arenaSize", "callAsFunction", "check", "close", "decodeParameters", "errno",
    "forward", "lseek", "max", "min", "mmap", "munmap", "open", "parameterCount", "parameters",
    "parametersSize", "precondition", "run", "strerror", "stride", "unsafeBitCast", "weightShapes",
    "withExtendedLifetime", "zip",
  ]

  /// The names that the emitted functions declare besides the inputs and outputs.
  static let locals: Set<String> = ["arena", "arenaSpan", "tensors", "weights"]

  private static let reserved = keywords.union(types).union(members).union(locals)

}

extension Character {

  /// Whether the character is an ASCII letter, a digit or an underscore.
  fileprivate var isIdentifierPart: Bool {
    self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
      || ("0"..."9").contains(self)
  }

}
