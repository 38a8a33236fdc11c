#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A page of HTML that needs nothing but itself: its style, its scripts and its data stand in it, and it
/// forbids the browser to fetch anything.
struct Page {

  let title: String
  /// The elements of the body, as markup.
  let body: String
  /// The value that the scripts work on, as JSON.
  let data: String
  let scripts: [String]

  init(title: String, body: String, data: some Encodable, scripts: [String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.title = title
    self.body = body
    self.data = Self.scriptText(String(decoding: try encoder.encode(data), as: UTF8.self))
    self.scripts = scripts
  }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    <title>\(markupText(title))</title>
    <link rel="icon" href="data:,">
    <style>
    \(Self.style)</style>
    </head>
    \(body)
    <script type="application/json" id="data">\(data)</script>
    <script>
    \(scripts.joined())</script>
    </html>

    """
  }

  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

  /// JSON without what would end the element that it stands in; such characters occur in strings only,
  /// where they may be written by their numbers.
  private static func scriptText(_ json: String) -> String {
    json.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
  }

}
