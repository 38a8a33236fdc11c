import CNNSource

/// The files that the cases import, in memory.
enum ArchLibrary {

  private static let files = [
    "common.arch": """
    import "twice.arch"
    let width = 100
    func scaled(v) = v * 2
    block Unit(channels) { conv(channels, kernel: 1) }
    network Common(width = width, unit = Unit) {
      input(1, 8, 8)
      unit(width)
    }

    """,
    "twice.arch": """
    func scaled(v) = v * 10
    block Twice(channels) {
      for i in 0..<2 { conv(scaled(channels), kernel: 1) }
    }

    """,
    "faulty.arch": """
    block Wide(channels) { conv(channels, kernel: 9) }
    block Misspelt { rellu }

    """,
    "broken.arch": """
    block Broken(channels { conv(channels, kernel: 1) }
    block Whole { relu }

    """,
    "cycle-a.arch": "import \"cycle-b.arch\"\n",
    "cycle-b.arch": "import \"cycle-a.arch\"\n",
  ]

  /// The imported file; a path of the form `deep-N` leads to one that imports `deep-(N + 1)`.
  static func load(_ path: String, _ importer: SourceFile) throws(Diagnostic) -> SourceFile {
    if let text = files[path] { return SourceFile(name: path, text: text) }
    // A file that imports itself: the loader of the compiler finds the same path again.
    if importer.name.hasSuffix(path) { return importer }
    if path.hasPrefix("deep-"), let depth = Int(path.dropFirst(5)) {
      return SourceFile(name: path, text: "import \"deep-\(depth + 1)\"\n")
    }
    // Each file imports two others, a dozen levels deep.
    if path.hasPrefix("wide-"), let number = Int(path.dropFirst(5)) {
      let text = "import \"wide-\(2 * number)\"\nimport \"wide-\(2 * number + 1)\"\n"
      return SourceFile(name: path, text: number < 1 << 12 ? text : "")
    }
    throw Diagnostic(
      .error, "no-such-file", "there is no file '\(path)'", at: .file(importer.name))
  }

}
