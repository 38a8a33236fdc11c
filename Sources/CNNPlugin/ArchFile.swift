import Foundation

/// What the build system has to know about an `.arch` file before `cnnc` reads it: which files the
/// source is made of, and which are made besides it.
struct ArchFile {

  private let url: URL

  /// The files that it imports, which they import, and so on.
  private let imports: [URL]

  /// The files of weights beside it: `lenet5.safetensors` for the last network of `lenet5.arch`,
  /// `lenet5.NAME.safetensors` for the network `NAME`.
  private let weights: [URL]

  /// What its `emit` says about weights.
  private let placement: String?

  init(_ url: URL) {
    self.url = url
    let text = ArchText(url)
    placement = text?.weightsPlacement
    imports = Self.imports(of: url, text)
    weights = Self.weights(beside: url)
  }

  /// All files that the source depends on.
  var inputs: [URL] { [url] + imports + weights }

  /// What is put behind the source's name to get those of the files of weights beside it.
  var sidecars: [String] {
    weights.filter(liesBesideSource).map { (file) in
      file.deletingPathExtension().lastPathComponent.dropFirst(stem.count)
        + ".weights.safetensors"
    }
  }

  private var stem: String { url.deletingPathExtension().lastPathComponent }

  /// As in `cnnc compile --all`: what is large goes beside the source, unless the text says where.
  private func liesBesideSource(_ file: URL) -> Bool {
    switch placement {
    case "file": return true
    case "embedded": return false
    default:
      let path = file.resolvingSymlinksInPath().path
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return (attributes?[.size] as? Int ?? 0) > 16 << 20
    }
  }

  private static func weights(beside url: URL) -> [URL] {
    let folder = url.deletingLastPathComponent()
    let stem = url.deletingPathExtension().lastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { (name) in
      guard name.hasPrefix(stem + "."), name.hasSuffix(".safetensors") else { return false }
      // The names of networks have no dots; '.weights' is what 'cnnc' calls its own files.
      let words = name.dropFirst(stem.count).split(separator: ".")
      return words.count <= 2 && words.first != "weights"
    }.map(folder.appendingPathComponent)
  }

  private static func imports(of url: URL, _ text: ArchText?) -> [URL] {
    var found: [URL] = []
    var known: Set = [url.standardizedFileURL.path]
    var pending = [(url, text)]
    while let (importer, text) = pending.popLast() {
      for path in text?.imports ?? [] {
        // An absolute URL: the package manager does not know what another one is relative to.
        let folder = path.hasPrefix("/") ? "" : importer.deletingLastPathComponent().path + "/"
        let target = URL(fileURLWithPath: folder + path).standardizedFileURL
        // What is not there is for cnnc to report, at its place in the text.
        guard known.insert(target.path).inserted,
          FileManager.default.fileExists(atPath: target.path)
        else { continue }
        found.append(target)
        pending.append((target, ArchText(target)))
      }
    }
    return found
  }

}

/// The parts of an `.arch` text that say which files belong to it. What is misspelt here is found
/// by `cnnc`, which reads the whole language.
private struct ArchText {

  /// The paths that it imports.
  private(set) var imports: [String] = []

  /// The value of `weights` in its `emit`.
  private(set) var weightsPlacement: String?

  /// Nothing when the file cannot be read.
  init?(_ url: URL) {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    let tokens = Self.tokens(text)
    var depth = 0
    var isInEmit = false
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : ""
      switch token {
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { isInEmit = false }
      case "emit" where depth == 0 && next == "{": isInEmit = true
      case "import" where depth == 0 && next.hasPrefix("\""):
        imports.append(String(next.dropFirst()))
      case "weights" where isInEmit && next == ":" && index + 2 < tokens.count:
        weightsPlacement = tokens[index + 2]
      default: break
      }
    }
  }

  /// Words, strings with the quote in front, and other characters one by one; no comments.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if first == "\"" {
        let body = rest.dropFirst()
        let end = body.firstIndex { $0 == "\"" || $0.isNewline } ?? body.endIndex
        tokens.append("\"" + body[..<end])
        rest = body[end...].dropFirst()
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(String(word))
        rest = rest[word.endIndex...]
      } else {
        if !first.isWhitespace { tokens.append(String(first)) }
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

}
