extension Explanation {

  /// The codes of IR text, and of graphs that are too large or cannot be emitted.
  static let graphs: [Explanation] = [
    Explanation(
      "budget-exceeded",
      """
      A network takes more than '--fail-if' allows, so the run ends with status 2.
      Make the network smaller, or raise the budget.
      """),
    Explanation(
      "count-overflow",
      """
      The multiply-adds or parameters exceed a 64-bit count. Counts are exact or
      refused, never wrapped; look for an extent that is far too large.
      """),
    Explanation(
      "duplicate-attribute",
      """
      In IR text each attribute of an op stands once between the braces. Remove one
      of the two.
      """),
    Explanation(
      "emitted-program",
      """
      'verify' compiles the Swift that is emitted and runs it; here one of the two
      failed. It needs 'swiftc' on the path; a program that does not compile is a bug
      of cnnc, worth a report with the network.
      """),
    Explanation(
      "invalid-budget",
      """
      '--fail-if' takes a measure, a relation and a number, which may end in k, M, G
      or T (powers of 1000): 'macs > 600M'. The measures are the names of the totals
      in the JSON of the analysis.
      """),
    Explanation(
      "invalid-size",
      """
      '--sizes' sets the spatial axes of the first input: one number for all of them,
      or one for each, joined by x. The channels stay.
      """),
    Explanation(
      "memory-overflow",
      """
      The values of the network together take more memory than 64 bits can address.
      Reduce the batch or the extents of the input.
      """),
    Explanation(
      "misaligned-branches",
      """
      Two branches that meet look at different places of the input, or move over it
      at different rates, so that a position mixes what does not lie there. Give both
      the same strides, and paddings that keep their windows' middles together.
      """),
    Explanation(
      "missed-rewrite",
      """
      A remark of '--remarks': a pass would have merged two layers, but for
      the reason given. Nothing is wrong; a small change of the network may make it
      faster.
      """),
    Explanation(
      "no-emission",
      """
      This op cannot be written as Swift yet. The network can be analysed and run;
      'compile --emit ir' writes it as IR text.
      """),
    Explanation(
      "no-epilogue",
      """
      In IR text 'then relu' applies an elementwise op where another op stores its
      result, which this op does not offer. Write a node of its own.
      """),
    Explanation(
      "not-an-input",
      """
      In IR text, 'preprocess' names an input and what is done to its pictures. A
      value that a node makes has no pictures.
      """),
    Explanation(
      "not-elementwise",
      """
      In IR text only an op that maps each element on its own may stand after 'then',
      because it runs on one element at a time. Write a node of its own.
      """),
    Explanation(
      "not-enough-memory",
      """
      Weights, inputs and intermediate results are in memory at once while a network
      runs, and together they exceed what this machine has. Reduce the batch or the
      extents of the input.
      """),
    Explanation(
      "shape-overflow",
      """
      A value or a parameter has more elements than 64 bits can count, or an extent
      that is too large. Look for a factor that is far too large.
      """),
    Explanation(
      "unnamed-output",
      """
      In IR text each of several outputs has a name: 'return cls: %a, box: %b'. Only
      a single output may stand without one.
      """),
    Explanation(
      "unknown-op",
      """
      IR text names ops by the names of the language, such as 'conv' and 'batchNorm'.
      Letter case counts.
      """),
    Explanation(
      "unknown-pass",
      """
      'cnnc passes' lists the names of the passes; there is none with this one.
      """),
    Explanation(
      "unknown-value",
      """
      In IR text a node uses only inputs and nodes that stand before it: that order
      is the order of execution. Move the definition up, or correct the name.
      """),
    Explanation(
      "wrong-parameters",
      """
      In IR text 'with' lists the parameters of the op, each once and in the op's
      order, as expressions of the shape that the op needs. Without 'with' the node
      owns tensors of its own. '--input-shape' must leave the shapes of folded and
      shared tensors as they are.
      """),
    Explanation(
      "wrong-type",
      """
      In IR text the type after ':' must be the one that follows from the operands
      and attributes. It may be left out, and is then inferred.
      """),
  ]

}
