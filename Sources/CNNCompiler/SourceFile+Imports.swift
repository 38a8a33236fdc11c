import CNNFiles
import CNNSource

extension SourceFile {

  /// The path of the file that this one imports as `path`: relative to its own folder, or to the current one
  /// where the text is in no file.
  ///
  /// It is without `.` and, where what stands before is no link, `..`, so that two imports of a file have
  /// one name for it.
  func path(ofImport path: String) -> String {
    let isRelative = !path.hasPrefix("/")
    let own = isRelative && isFile ? name : ""
    let isAbsolute = !isRelative || own.hasPrefix("/")
    let root = isAbsolute ? "/" : ""
    var parts: [Substring] = []
    for part in own.split(separator: "/").dropLast() + path.split(separator: "/")
    where part != "." {
      if part == "..", let last = parts.last, last != "..",
        !InputFile.isLink(root + parts.joined(separator: "/"))
      {
        parts.removeLast()
      } else if part != ".." || !parts.isEmpty || !isAbsolute {
        parts.append(part)
      }
    }
    switch root + parts.joined(separator: "/") {
    case "": return "."
    // Alone, it would be standard input.
    case "-": return "./-"
    case let path: return path
    }
  }

}
