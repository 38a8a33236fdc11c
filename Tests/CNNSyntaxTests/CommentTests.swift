import Testing

/// Comments stay where they were.
struct CommentTests {

  private func check(_ text: String, _ expected: String) {
    #expect(formatted(text) == expected)
    #expect(formatted(expected) == expected)
  }

  @Test func `comments on their own lines and behind statements`() {
    check(
      """
      // head


      // of the file
      network N {       // open

          // first
        a // behind a
              // own
        b;// behind b

        // last

      }   // closed
      // end

      """,
      """
      // head

      // of the file
      network N {  // open
        // first
        a  // behind a
        // own
        b  // behind b

        // last
      }  // closed
      // end

      """)
  }

  @Test func `comments behind aligned columns move to two spaces`() {
    check(
      "let a = 1     // one\nlet bc = 23   // two\n",
      "let a = 1  // one\nlet bc = 23  // two\n")
  }

  @Test func `comments in lists break them`() {
    check(
      """
      let a = f( // open
        1, // one
        // own

        k: 2 // two
        , 3
        // last
      ) // end
      let b = f(
        // only
      )

      """,
      """
      let a = f(  // open
        1,  // one
        // own

        k: 2,  // two
        3,
        // last
      )  // end
      let b = f(
        // only
      )

      """)
  }

  @Test func `comments between a brace and else`() {
    check(
      """
      block B {
        if a { b } // why
        else { c }
        if a {
          b
        }

        // own
        else { c }
      }

      """,
      """
      block B {
        if a { b }  // why
        else { c }
        if a {
          b
        }

        // own
        else { c }
      }

      """)
  }

  @Test func `comments within an expression`() {
    check(
      "let a = b + // why\n  // more\n c\n", "let a = b +  // why\n    // more\n    c\n")
  }

  @Test func `comments in empty braces and behind semicolons`() {
    check("block B { // a\n}\n", "block B {  // a\n}\n")
    check("block B {\n// a\n}\n", "block B {\n  // a\n}\n")
    check("block B {\na // one\n; // two\nb }\n", "block B {\n  a  // one\n  // two\n  b\n}\n")
    check("; // a\nlet b = 1\n", "// a\nlet b = 1\n")
  }

  @Test func `comments are no reason for a line break`() {
    let comment = "// " + String(repeating: "c", count: 200)
    check("let a = f(1) \(comment)\n", "let a = f(1)  \(comment)\n")
  }

  @Test func `blanks at the ends of comments vanish`() {
    check("// a \t\r\nlet b = 1 // c  \n", "// a\nlet b = 1  // c\n")
  }

}
