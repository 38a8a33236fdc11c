import CNNIR
import Testing

/// What rules make of names, and which texts are no rules.
struct RenameRuleTests {

  @Test(arguments: [
    ("norm.{i} -> norm{i}", "block1.norm.2.weight", "block1.norm2.weight"),
    ("norm.{i} -> norm{i}", "norm.12", "norm12"),
    ("norm.{i} -> norm{i}", "norm.1.norm.2", "norm1.norm2"),
    ("norm.{i} -> norm{i}", "norm.x", nil),
    ("norm.{i} -> norm{i}", "norm.1a.weight", nil),
    ("norm.{i} -> norm{i}", "batchnorm.1", nil),
    ("norm.{i} -> norm{i}", "norm.1.x.norm.y", "norm1.x.norm.y"),
    ("module.{path} -> {path}", "module.layer1.0.conv.weight", "layer1.0.conv.weight"),
    ("module.{path} -> {path}", "a.module.b.c", "a.b.c"),
    ("module.{path} -> {path}", "module", nil),
    ("{path}.gamma -> {path}.weight", "a.b.gamma", "a.b.weight"),
    ("{path}.gamma -> {path}.weight", "gamma", nil),
    ("gamma -> weight", "gamma", "weight"),
    ("gamma -> weight", "a.gamma.gamma.b", "a.weight.weight.b"),
    ("gamma -> weight", "a.gammas", nil),
    ("{name}_bn -> {name}.bn", "features.conv1_bn.weight", "features.conv1.bn.weight"),
    ("{name}_bn -> {name}.bn", "a_bn_bn", "a_bn.bn"),
    ("{name}.{name2} -> {name2}.{name}", "a.b", "b.a"),
    ("{name}.{name2} -> {name2}.{name}", "a.b.c.d.e", "b.a.d.c.e"),
    ("conv{i}_{j} -> stage{i}.{j}.conv{j}", "conv2_10.weight", "stage2.10.conv10.weight"),
    ("{a}{b} -> {b}-{a}", "123", "3-12"),
    ("{path1}.{path2}.x -> {path2}", "a.b.c.x", "c"),
    ("a.b -> c", "a.b", "c"),
    ("a.b -> c", "a.b.a.b", "c.c"),
    ("caf\u{E9} -> tea", "1.caf\u{E9}.2", "1.tea.2"),
    ("a -> b", "", nil),
    ("a -> b", ".a.", ".b."),
    ("a -> b", "..", nil),
  ])
  func `names`(_ text: String, _ name: String, _ renamed: String?) throws {
    #expect(try RenameRule(text).renaming(name) == renamed)
  }

  @Test(arguments: [
    ("", "a rule is written 'OLD -> NEW', such as 'norm.{i} -> norm{i}'"),
    ("a = b", "a rule is written 'OLD -> NEW', such as 'norm.{i} -> norm{i}'"),
    ("a -> b -> c", "a rule is written 'OLD -> NEW', such as 'norm.{i} -> norm{i}'"),
    ("-> b", "a name is missing beside '->'"),
    ("a ->", "a name is missing beside '->'"),
    ("{i}.{i} -> {i}", "{i} stands twice in '{i}.{i}'"),
    ("{i} -> {j}", "{j} does not stand in '{i}'"),
    ("{ -> b", "'{' in '{' is not followed by a word and '}'"),
    ("{} -> b", "'{' in '{}' is not followed by a word and '}'"),
    ("{1} -> b", "'{' in '{1}' is not followed by a word and '}'"),
    ("{a b} -> b", "'{' in '{a b}' is not followed by a word and '}'"),
    ("a} -> b", "'}' without '{' in 'a}'"),
    ("a -> {i", "'{' in '{i' is not followed by a word and '}'"),
  ])
  func `texts that are no rules`(_ text: String, _ message: String) {
    let fault = #expect(throws: RenameRule.Fault.self) { try RenameRule(text) }
    #expect(fault?.message == message)
  }

  @Test func `spaces around the arrow are no part of the names`() throws {
    #expect(try RenameRule("a->b") == RenameRule("  a   ->  b "))
    #expect(try RenameRule("a b -> c").description == "a b -> c")
  }

  @Test func `a pattern with many placeholders takes no time`() throws {
    let rule = try RenameRule("{path1}.{path2}.{path3}.{path4}.x -> {path1}")
    #expect(rule.renaming(Array(repeating: "a", count: 250).joined(separator: ".")) == nil)
  }

  @Test func `no name becomes longer than names may be`() throws {
    let rule = try RenameRule("{path} -> {path}{path}")
    #expect(rule.renaming(String(repeating: "a", count: 2048))?.count == 4096)
    #expect(rule.renaming(String(repeating: "a", count: 2049)) == nil)
  }

}
