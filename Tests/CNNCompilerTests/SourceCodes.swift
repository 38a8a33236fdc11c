import CNNTestSupport
import Foundation

/// The codes of diagnostics and the constraints of ops, as the sources say them.
enum SourceCodes {

  /// The modules that make diagnostics.
  private static let modules = [
    "CNNSyntax", "CNNFiles", "CNNIR", "CNNOps", "CNNLowering", "CNNPasses", "CNNRuntime",
    "CNNCodegen",
    "CNNCompiler", "cnnc",
  ]

  /// All codes.
  static func all() throws -> Set<String> {
    var codes: Set<String> = []
    for text in try sources().values {
      collect(/(?:\.error|\.warning|\.note|severity),\s*"([a-z0-9-]+)"/, in: text, into: &codes)
      collect(/error\(\s*"([a-z0-9-]+)",/, in: text, into: &codes)
      collect(/Code = "([a-z0-9-]+)"/, in: text, into: &codes)
      collect(
        /OpFault\(\s*\.\w+(?:\([^)]*\))?,\s*"([A-Za-z0-9.-]+)"/, in: text, into: &codes)
      collect(/throw.*"([A-Za-z0-9]+\.c[0-9]+)"/, in: text, into: &codes)
      collect(/try .*"([A-Za-z0-9]+\.c[0-9]+)"/, in: text, into: &codes)
      for helper in helpers { collect(helper.calls, helper.labels, in: text, into: &codes) }
    }
    return codes
  }

  /// Functions that break constraints in the name of the op that calls them: how a call names the
  /// op, and the labels.
  private static var helpers: [(calls: Regex<(Substring, Substring)>, labels: [String])] {
    [
      (/requireSpatialAxes\(of: "(\w+)"\)/, ["c0"]),
      (/rankFault\("padding", .*, "(\w+)"\)/, ["c1"]),
      (/windows\(over: \w+, of: "(\w+)"\)/, ["c1"]),
      (/try pooledType\(.*, "(\w+)"\)/, ["c0", "c1", "c2", "c3"]),
      (/try adaptedType\(.*, "(\w+)"\)/, ["c0"]),
      (/try globallyPooledType\(.*, "(\w+)"\)/, ["c0"]),
      (/requireGroups\(groups, filters: filters, of: "(\w+)"\)/, ["c2", "c3"]),
      (/try groupedNormType\(.*, groups, "(\w+)"\)/, ["c1", "c2"]),
      (/try groupedNormType\(.*, 1, "(\w+)"\)/, ["c1"]),
      (/: JoiningOp \{(?s:.*?)mnemonic = "(\w+)"/, ["c1"]),
    ]
  }

  /// The labels that are put together from an op's name, `FILE:cN`, which `helpers` must know.
  static func computedLabels() throws -> Set<String> {
    var labels: Set<String> = []
    // Explanations of several ops have labels of that form too.
    for (file, text) in try sources() where !file.hasPrefix("Explanations") {
      for match in text.matches(of: /"\\\(\w+\)\.(c[0-9]+)"/) {
        labels.insert("\(file):\(match.1)")
      }
    }
    return labels
  }

  /// The texts of the modules by the names of their files.
  private static func sources() throws -> [String: String] {
    var texts: [String: String] = [:]
    for module in modules {
      let folder = TestFolder.named("../../Sources/\(module)").standardizedFileURL
      for url in TestFolder.files(in: folder, suffix: "swift") {
        let name = url.lastPathComponent
        texts[name, default: ""] += try String(contentsOf: url, encoding: .utf8)
      }
    }
    return texts
  }

  private static func collect(
    _ pattern: Regex<(Substring, Substring)>, _ labels: [String]? = nil, in text: String,
    into codes: inout Set<String>
  ) {
    for match in text.matches(of: pattern) {
      guard let labels else {
        codes.insert(String(match.1))
        continue
      }
      codes.formUnion(labels.map { "\(match.1).\($0)" })
    }
  }

}
