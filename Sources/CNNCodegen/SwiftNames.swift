/// Names for the declarations of one Swift scope, each given once.
struct SwiftNames {

  private let reserved: Set<String>
  private var taken: Set<String> = []

  /// A scope in which keywords and `reserved` cannot be declared.
  init(reserved: Set<String> = []) {
    self.reserved = reserved.union(Self.keywords)
  }

  /// A name made of `name` that nothing else in the scope has; `prefix` goes before a digit.
  mutating func add(_ name: String, prefix: String) -> String {
    var base = Self.sanitized(name, prefix: prefix)
    if reserved.contains(base) { base += "_" }
    var candidate = base
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(base)_\(number)"
      number += 1
    }
    return candidate
  }

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
    "borrowing",
    "break", "case", "catch", "class", "consuming", "continue", "convenience", "default", "defer",
    "deinit", "do", "dynamic", "each", "else", "enum", "extension", "fallthrough", "false",
    "fileprivate", "final", "for", "func", "get", "guard", "if", "import", "in", "indirect",
    "infix",
    "init", "inout", "internal", "is", "lazy", "let", "macro", "mutating", "nil", "nonisolated",
    "nonmutating", "open", "operator", "optional", "override", "package", "postfix",
    "precedencegroup",
    "prefix", "private", "protocol", "public", "repeat", "required", "rethrows", "return", "self",
    "set", "some", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
    "try",
    "typealias", "unowned", "var", "weak", "where", "while", "willSet", "didSet",
  ]

  /// The types that the emitted code uses, which a network's name must not hide.
  static let types: Set<String> = [
    "Array", "CustomStringConvertible", "Double", "Error", "Exact", "Float",
    "FloatingPoint", "Int", "Kernels",
    "KeyValuePairs", "MutableSpan", "Range", "SIMD2", "SIMD4", "Sendable", "Span", "String",
    "Tensors",
    "UInt64", "UnsafeMutablePointer", "UnsafeMutableRawPointer", "UnsafePointer",
    "UnsafeRawPointer", "WeightError",
  ]

  /// The members that the emitted type has besides its layers, and the functions that it calls.
  static let members: Set<String> = types.union([
    "arenaSize", "callAsFunction", "check", "forward", "max", "min", "parameterCount", "parameters",
    "precondition", "run", "stride", "weightShapes", "zip",
  ])

  /// The names that the emitted functions declare besides the inputs and outputs.
  static let locals: Set<String> = ["arena", "arenaSpan", "parameters", "weights"]

}

extension Character {

  /// Whether the character is an ASCII letter, a digit or an underscore.
  fileprivate var isIdentifierPart: Bool {
    self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
      || ("0"..."9").contains(self)
  }

}
