import CNNSource
import Testing

/// Lines, columns and ranges of source texts.
struct SourceFileTests {

  private func file(_ text: String) -> SourceFile { SourceFile(name: "a.arch", text: text) }

  @Test func `lines count from one and end before their line end`() {
    let file = file("ab\nc\n\nd")
    #expect((0...7).map(file.line) == [1, 1, 1, 2, 2, 3, 4, 4])
    #expect((1...4).map { file[file.offsets(ofLine: $0)] } == ["ab", "c", "", "d"])
  }

  @Test func `a carriage return belongs to the line end`() {
    let file = file("ab\r\nc\r\n")
    #expect((1...3).map { file[file.offsets(ofLine: $0)] } == ["ab", "c", ""])
    #expect(file.line(at: 4) == 2)
  }

  @Test func `a text that ends in a line end has an empty last line`() {
    let file = file("ab\n")
    #expect(file.line(at: 3) == 2)
    #expect(file.offsets(ofLine: 2) == 3..<3)
  }

  @Test func `an empty text has one empty line`() {
    let file = file("")
    #expect(file.line(at: 0) == 1)
    #expect(file.column(at: 0) == 1)
    #expect(file.offsets(ofLine: 1) == 0..<0)
    #expect(file.range.text.isEmpty)
  }

  @Test func `columns count characters and not bytes`() {
    let file = file("x = \"äö\u{1F600}\" y")
    let y = file.text.count - 1
    #expect(file[y..<y + 1] == "y")
    #expect(file.column(at: y) == 11)
  }

  @Test func `a column within a character or beyond the text is none beyond the line`() {
    let file = file("ä")
    #expect(file.column(at: 1) == 2)
    #expect(file.column(at: 2) == 2)
    #expect(file.column(at: 9) == 2)
  }

  @Test func `ranges know their text and place`() {
    let file = file("one\ntwo three\n")
    let two = SourceRange(file, 4..<7)
    let three = SourceRange(file, 8..<13)
    #expect(two.text == "two")
    #expect((three.line, three.column) == (2, 5))
    #expect(three.union(two) == SourceRange(file, 4..<13))
  }

  @Test func `ranges of different files are different`() {
    let a = SourceRange(file("x"), 0..<1)
    let b = SourceRange(file("x"), 0..<1)
    #expect(a != b)
    #expect(Set([a, b, a]).count == 2)
  }

}
