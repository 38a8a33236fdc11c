/// The one obvious repair of an error: a replacement of one range of the text.
package struct FixIt: Sendable, Hashable {

  package var range: SourceRange
  package var replacement: String

  package init(replace range: SourceRange, with replacement: String) {
    self.range = range
    self.replacement = replacement
  }

}
