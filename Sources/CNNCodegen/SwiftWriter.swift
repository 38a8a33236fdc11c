/// Lines of Swift with their indentation.
struct SwiftWriter {

  /// The lines so far, each with its line end.
  private(set) var text = ""

  /// How many blocks are open.
  private var depth: Int

  /// The width that lines keep to where they can.
  static let lineLength = 100

  /// What stands before declarations that are written as public.
  private let access: String

  init(depth: Int = 0, access: String = "public") {
    self.depth = depth
    self.access = access
  }

  /// Writes each line of `lines` at the current depth.
  mutating func write(_ lines: String) {
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.isEmpty { text += indentation(depth) + withAccess(line) }
      text += "\n"
    }
  }

  /// The line with the access that declarations have.
  private func withAccess(_ line: Substring) -> String {
    let keyword = "public "
    let declaration = line.drop { $0 == " " }
    if access == "public" || !declaration.hasPrefix(keyword) { return String(line) }
    // What is internal needs no modifier.
    let modifier = access == "internal" ? "" : access + " "
    return line[..<declaration.startIndex] + modifier + declaration.dropFirst(keyword.count)
  }

  /// Adds lines that are indented already.
  mutating func append(_ lines: String) { text += lines }

  /// Writes an empty line.
  mutating func blank() { text += "\n" }

  /// Writes `head`, what `body` writes one level deeper, and the closing brace.
  mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
    write(head + " {")
    indent()
    body(&self)
    dedent()
    write("}")
  }

  /// Makes the lines to come one level deeper.
  mutating func indent() { depth += 1 }

  /// Takes back one `indent()`.
  mutating func dedent() { depth -= 1 }

  /// Writes `head(items)tail`, with the items on lines of their own where one line is too short.
  mutating func list(_ head: String, _ items: [String], _ tail: String) {
    let line = head + items.joined(separator: ", ") + tail
    if fits(line) { return write(line) }
    write(head)
    indent()
    for row in rows(of: items, tail) { write(row) }
    dedent()
  }

  /// Writes a function; its head takes several lines when one is too short.
  ///
  /// - Parameter results: the type of the result, or the elements of a tuple; none for `Void`.
  mutating func function(
    _ head: String, _ parameters: [String], throwing error: String = "",
    returning results: [String] = [],
    _ body: (inout SwiftWriter) -> Void
  ) {
    let tuple = results.count > 1 ? "(\(results.joined(separator: ", ")))" : results.first
    let tail = error + (tuple.map { " -> \($0)" } ?? "")
    let line = "\(head)(\(parameters.joined(separator: ", ")))\(tail)"
    if fits(line + " {") { return block(line, body) }
    if let tuple, results.count > 1, fits(line.dropLast(tuple.count) + "(") {
      // Only the result is too long.
      list(line.dropLast(tuple.count) + "(", results, "")
      return block(")", body)
    }
    list("\(head)(", parameters, "")
    if fits(")\(tail) {") { return block(")\(tail)", body) }
    list(")\(error) -> (", results, "")
    block(")", body)
  }

  /// Writes paragraphs as a documentation comment, broken at spaces.
  mutating func documentation(_ paragraphs: String...) {
    for (index, paragraph) in paragraphs.enumerated() {
      if index > 0 { write("///") }
      var line = "///"
      for word in commentText(paragraph).split(separator: " ") {
        if !fits(line + " " + word), line != "///" {
          write(line)
          // The rest of a list's item is indented to its text.
          line = paragraph.hasPrefix("- ") ? "///  " : "///"
        }
        line += " " + word
      }
      write(line)
    }
  }

  /// What lines begin with at the current depth.
  var indentation: String { indentation(depth) }

  /// Whether `line` keeps to the line length at the current depth.
  func fits(_ line: some StringProtocol) -> Bool {
    2 * depth + line.utf8.count <= Self.lineLength
  }

  /// The items, as many on a line as fit, the last followed by `tail`.
  private func rows(of items: [String], _ tail: String) -> [String] {
    var rows: [String] = []
    for (index, item) in items.enumerated() {
      let piece = item + (index == items.count - 1 ? tail : ",")
      if let last = rows.last, fits(last + " " + piece) {
        rows[rows.count - 1] = last + " " + piece
      } else {
        rows.append(piece)
      }
    }
    return rows
  }

  private func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

}
