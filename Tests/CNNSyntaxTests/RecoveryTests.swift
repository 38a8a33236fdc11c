import Testing

/// One mistake, one error; what is right around it is read.
struct RecoveryTests {

  @Test func `every statement with a mistake gives one error`() {
    let text = """
      network A {
        conv(3,
          kernel 5,
          stride: 2)
        conv(3
          kernel: 5,
          stride: 2
        )
        relu )
        x = [1, 2
        relu
        s = "a\\qb"
        y = 99999999999999999999
        if a b {
          relu
        } else {
          relu
        }
        if x == "pool {
          relu
        }
        concat{ conv(1); conv(2) }
        add{
          conv(1)
          conv(2)
        }
        layer{i: conv(1)
        conv(‘a’, ‘b’)
        conv("abc, 3)
        a < b < c
        f(
        relu
      }
      block B { relu }

      """
    #expect(
      errorCodes(text) == [
        "3:expected-token", "6:expected-token", "9:expected-token", "11:expected-token",
        "12:unknown-escape", "13:integer-overflow", "14:expected-token", "19:unterminated-string",
        "22:expected-token", "24:expected-token", "27:expected-token", "28:stray-character",
        "29:unterminated-string", "30:not-associative", "33:expected-token",
      ])
    #expect(parsed(text).tree.hasSuffix("\n(block B [] {relu})"))
  }

  @Test func `every declaration with a mistake gives one error`() {
    let text = """
      blok E { relu }
      network (x {
        let y = 3
        conv(y)
      }
      network B(3) { relu }
      func f(x) x
      import foo
      let x
      network D
      block G { relu }
      }
      conv(3)
      let z = 3 4
      block F { relu }

      """
    #expect(
      errorCodes(text) == [
        "1:unknown-declaration", "2:expected-token", "6:expected-token", "7:expected-token",
        "8:expected-token", "9:expected-token", "10:expected-token", "12:stray-brace",
        "14:expected-token",
      ])
    #expect(parsed(text).tree.hasSuffix("(block F [] {relu})"))
  }

  @Test func `what surrounds a mistake is read`() {
    let tree = parsed("block A { a; b c; d\n e f\n g }").tree
    #expect(tree == "(block A [] {a; <invalid>; d; <invalid>; g})")
  }

  @Test func `a missing brace does not hide the next declaration`() {
    let text = "network A {\n  if x {\n    relu\n}\n\nblock B { relu }\n"
    #expect(errorCodes(text) == ["6:unclosed-brace"])
    #expect(parsed(text).tree == "(block B [] {relu})")
  }

}
