/// The ops that readers know, by mnemonic.
package struct OpTable: Sendable {

  package let types: [any Op.Type]
  private let typesByMnemonic: [String: any Op.Type]

  /// - Requires: distinct mnemonics.
  package init(_ types: [any Op.Type]) {
    self.types = types
    typesByMnemonic = Dictionary(uniqueKeysWithValues: types.map { ($0.mnemonic, $0) })
  }

  package subscript(mnemonic: String) -> (any Op.Type)? { typesByMnemonic[mnemonic] }

  package var mnemonics: [String] { types.map { $0.mnemonic } }

  /// The op of this mnemonic, or the one that others call so.
  package func type(called name: String) -> (any Op.Type)? {
    self[name] ?? mnemonic(forSynonym: name).flatMap { self[$0] }
  }

  /// The mnemonic of the op that others call `name`, letter case and underscores aside.
  package func mnemonic(forSynonym name: String) -> String? {
    let word = Self.plain(name)
    return types.first { $0.synonyms.contains { Self.plain($0) == word } }?.mnemonic
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" }
  }

}
