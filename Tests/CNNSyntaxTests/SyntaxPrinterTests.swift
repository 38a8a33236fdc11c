import Testing

/// The canonical text of statements: space, lines and braces.
struct SyntaxPrinterTests {

  /// The canonical form of a body with the lines of `text`.
  private func body(_ text: String) -> String {
    let result = formatted("block B {\n\(text)\n}\n")
    #expect(formatted(result) == result)
    return result.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2)
      .joined(separator: "\n")
  }

  @Test(arguments: [
    ("conv( 20,kernel :5 , )", "conv(20, kernel: 5)"),
    ("x=a+b*-c", "x = a + b * -c"),
    ("let a = ( b )", "let a = (b)"),
    ("let a = ((b+c))*d", "let a = ((b + c)) * d"),
    ("let a=[ 1,[2 ],]", "let a = [1, [2]]"),
    ("let a = - b . c[ 1 ]", "let a = -b.c[1]"),
    ("let a = b[ 1 ... ][..< 3]", "let a = b[1...][..<3]"),
    ("let a = ! ( - b )", "let a = !(-b)"),
    ("let a = b?c:d", "let a = b ? c : d"),
    ("for(i,n)in l.enumerated{a}", "for (i, n) in l.enumerated { a }"),
    ("for i in 0 ..< n{a}", "for i in 0..<n { a }"),
    ("for i in -1..<2 { a }", "for i in -1..<2 { a }"),
    ("if(a){ b }else{ c }", "if (a) { b } else { c }"),
    ("return(a) ,-b", "return (a), -b"),
    ("layer{ i+1 }x{j}_2 : a", "layer{i + 1}x{j}_2: a"),
    ("\"a.{ i+1 }\" : b", "\"a.{ i+1 }\": b"),
    ("(a,b)=split( 2 )", "(a, b) = split(2)"),
    ("outs+=[it]", "outs += [it]"),
    ("layer  head : conv(1)", "layer head: conv(1)"),
    ("input  image :(3,8,8)", "input image: (3, 8, 8)"),
    ("input( 3 )", "input(3)"),
    ("expect in . channels==3", "expect in.channels == 3"),
    ("let a = 1_000; let b = 4.10G", "let a = 1_000; let b = 4.10G"),
    ("let a = \"\\n{ b+1 }\"", "let a = \"\\n{ b+1 }\""),
  ])
  func `space`(text: String, expected: String) {
    #expect(body(text) == "  " + expected)
  }

  @Test(arguments: [
    ("a;b ;; c;", "  a; b; c"),
    ("a\nb;\n;c", "  a\n  b\n  c"),
    ("x = a\n  + b", "  x = a + b"),
    ("conv(\n  3,\n  kernel: 5,\n)", "  conv(3, kernel: 5)"),
    ("add { a;b }", "  add { a; b }"),
    ("add {a\nb}", "  add {\n    a\n    b\n  }"),
    ("add {\n}", "  add {}"),
    ("if a { b }\nelse { c }", "  if a { b } else { c }"),
    ("if a {\nb }\nelse { c }", "  if a {\n    b\n  } else { c }"),
    ("for i in l {\na }; b; c", "  for i in l {\n    a\n  }\n  b\n  c"),
    ("{ { a; { b } } }", "  { { a; { b } } }"),
  ])
  func `lines`(text: String, expected: String) {
    #expect(body(text) == expected)
  }

  @Test func `empty lines`() {
    let text = "\n\n\nlet a = 1\n\n\n\nlet b = 2\nblock B {\n\n  a\n\n\n  b\n\n}\n\n\n"
    #expect(formatted(text) == "let a = 1\n\nlet b = 2\nblock B {\n  a\n\n  b\n}\n")
  }

  @Test(arguments: [
    ("", ""), ("\n\n", ""), (";", ""), ("// a", "// a\n"), ("let a = 1", "let a = 1\n"),
    ("\u{FEFF}let a = 1\r\n\r\n// b\r\n", "let a = 1\n\n// b\n"),
    ("network N{}", "network N {}\n"),
    ("network N(a=1,b){a};let c=2", "network N(a = 1, b) { a }; let c = 2\n"),
    ("import  \"a.arch\"", "import \"a.arch\"\n"),
    ("func f( v,by=8 )=v/by", "func f(v, by = 8) = v / by\n"),
    ("emit{ }", "emit {}\n"),
    ("emit{access:public,\n weights :file,}", "emit { access: public, weights: file }\n"),
    ("emit { // a\na: b }", "emit {  // a\n  a: b,\n}\n"),
  ])
  func `whole files`(text: String, expected: String) {
    #expect(formatted(text) == expected)
  }

  @Test func `a file with errors has no canonical text`() {
    #expect(formatted("let a 1").hasPrefix("a.arch:1:7: error: "))
  }

  @Test func `carriage returns vanish`() {
    #expect(formatted(Example.blocks.replacing("\n", with: "\r\n")) == Example.blocks)
  }

}
