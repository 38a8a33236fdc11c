extension Explanation {

  /// The codes of files, weights and options.
  static let files: [Explanation] = [
    Explanation(
      "ambiguous-rename",
      """
      Two tensors of the file have the same name once the rules of '--rename' and of
      the network have been applied, so that one of them would be lost. Make the
      patterns more exact: 'cnnc weights NET --weights FILE' shows what became of the
      names.
      """),
    Explanation(
      "file-changed",
      """
      Another program made the file shorter while it was read. Run again once the file
      is written; a program that writes to a temporary file and renames it, as cnnc
      does, is never seen halfway.
      """),
    Explanation(
      "file-too-large",
      """
      The text of a network has a limit that no written network reaches, so that a
      file of another kind is refused at once. Check that the path is the right one.
      """),
    Explanation(
      "incomplete-weights",
      """
      The list on standard output says of each tensor that the network needs whether
      the file has it, and in which shape. 'cnnc run' says the same as one diagnostic
      for each. A rule of '--rename' may help where only the names differ.
      """),
    Explanation(
      "internal-error",
      """
      A mistake of cnnc itself: something that holds for every network did not. Please
      report it with the network that shows it.
      """),
    Explanation(
      "invalid-darknet",
      """
      A file of darknet has no names: it is a header and numbers in the order of the
      layers. So it must be of just the size of the network's parameters; if it is
      not, a layer is missing or has another size than in the .cfg file.
      """),
    Explanation(
      "invalid-npy",
      """
      The file is no NumPy array, is cut off, or holds something else than numbers.
      Versions 1 to 3, row-major and column-major, floats, integers and Booleans in
      either byte order are read. In Python, 'np.save("x.npy", x)' writes one.
      """),
    Explanation(
      "invalid-npz",
      """
      The file is no archive of .npy arrays, or is damaged or cut off. Arrays may be
      stored or deflated, in archives of any size; encrypted members, other methods
      of compression and members that lie over each other are refused.
      """),
    Explanation(
      "invalid-program",
      """
      The file is none that 'cnnc compile --emit program' wrote, is cut off, or is of
      another version of cnnc, which brings weights into another order. Compile the
      network again; only the version that wrote a program is sure to run it.
      """),
    Explanation(
      "invalid-safetensors",
      """
      The file is no safetensors file, or is cut off: a JSON header gives each
      tensor's type, shape and place, and the tensors must fill the rest without
      gaps. 'safetensors.torch.save_file' writes one.
      """),
    Explanation(
      "invalid-seed",
      """
      'seed:N' makes tensors from a whole number N from 0 on, the same on every
      machine. Anything else is the path of a file.
      """),
    Explanation(
      "invalid-setting",
      """
      '--set' takes the name of a parameter of the network, '=' and an expression of
      the language. Quote it for the shell: --set 'layers=[8, 16, "pool"]'.
      """),
    Explanation(
      "invalid-token",
      """
      An embedding reads this input, so its elements are the numbers of tokens: whole
      numbers from 0 to the size of the vocabulary less 1. Check that the tokens were
      made with the vocabulary of this network.
      """),
    Explanation(
      "missing-weight",
      """
      The file has no tensor under the name that the network's parameter has. Names
      are the paths of labels and numbers, as in PyTorch's state_dict; label the
      layers as the model's modules are called. Or give the file's tensors other names
      with '--rename': 'module.{path} -> {path}' takes away what DataParallel puts
      before all of them.
      """),
    Explanation(
      "nan-output",
      """
      NaN is what 0/0 gives, and it spreads through all that is computed from it. Look
      for it in the input and the weights; a norm or a softmax of infinite numbers
      makes it too.
      """),
    Explanation(
      "no-parameters",
      """
      IR text is one network whose parameters have got their values, so '--set' and
      '--network' have nothing to act on. Use them where the IR text is made.
      """),
    Explanation(
      "no-such-file",
      """
      There is no file at this path. Paths on the command line are relative to the
      current folder, those of imports to the file that imports.
      """),
    Explanation(
      "non-finite-weight",
      """
      A tensor has elements that are NaN or infinite, or too large for 32 bits. The
      network runs, but its results may well be NaN; training has probably diverged.
      """),
    Explanation(
      "not-darknet",
      """
      Darknet's files hold convolutions and dense layers, each with a bias or a batch
      norm behind it, and batch norms. A layer of another kind, a convolution with
      neither, and one with both have no place in them.
      """),
    Explanation(
      "surplus-weight",
      """
      The file has a tensor that the network does not use. That is a warning: the
      file may hold a larger model, but the tensor may also belong to a layer whose
      label is misspelt.
      """),
    Explanation(
      "unknown-code",
      """
      'cnnc explain' takes a code as diagnostics show it between brackets, such as
      'unknown-name' or 'conv.c2'.
      """),
    Explanation(
      "unknown-weights",
      """
      Weights are read from safetensors files, from .npz archives and from .weights
      files of darknet. In Python, 'safetensors.torch.save_file' and 'numpy.savez'
      write the first two.
      """),
    Explanation(
      "unreadable-file",
      """
      What is at this path cannot be read as a file: it is a folder or a device, or
      its permissions forbid it. For text that another program makes, use '-' for
      standard input.
      """),
    Explanation(
      "unstorable-weight",
      """
      Half precision ends at 65504, and a larger weight would become infinite in the
      emitted file. Keep '--weights-type float32', or look at the network: weights of
      that size are seldom meant. A norm that is folded divides by the root of its
      running variance, which may be almost zero.
      """),
    Explanation(
      "unused-rename",
      """
      No tensor of the file has a name that the rule fits, so it does nothing. A
      pattern stands for whole components of a name, between dots: 'norm.{i}' fits
      'block.norm.1.weight', but 'norm' does not fit 'norm1'.
      """),
    Explanation(
      "unwritable-file",
      """
      The result cannot be written: the folder does not exist, is full or forbids it.
      A file is written whole or not at all, so nothing was changed.
      """),
    Explanation(
      "weights-without-network",
      """
      Beside 'net.arch', 'net.safetensors' are the weights of its last network, and
      'net.NAME.safetensors' those of the network 'NAME'. Only networks that need no
      arguments are written and have weights; rename the file, or the network.
      """),
    Explanation(
      "weights-without-place",
      """
      Weights above '--embed-limit' do not stand in the source; 'cnnc compile' writes
      them to 'NAME.weights.safetensors' beside the file 'NAME.swift' that '-o' names,
      and never over the file that it reads them from. Say '-o NAME.swift', or raise
      the limit. Source for Embedded Swift always holds its weights.
      """),
    Explanation(
      "wrong-file-type",
      """
      The file is of another kind, so reading it as a network would give errors of no
      use. Networks are .arch files, or IR text as 'compile --emit ir' writes it;
      weights and inputs have options of their own, --weights and --input. A compiled
      program, .cnnc, can only be run and measured.
      """),
    Explanation(
      "wrong-input-shape",
      """
      The array has another shape than the network's input. It is batch, channels,
      depth, rows and columns as far as there are such axes; a batch of 1 may be left
      out. '--input-shape' and '--batch' change the network instead.
      """),
    Explanation(
      "wrong-inputs",
      """
      A program that runs a network by the library gives all of its inputs by their
      names, or the only one without. 'Network.inputs' lists the names and shapes.
      """),
    Explanation(
      "wrong-machine",
      """
      A compiled program has its weights in the order for certain vector
      instructions, and this machine lacks them. Compile the network on this machine,
      or with '--isa' for what both machines have.
      """),
    Explanation(
      "wrong-weight-shape",
      """
      The tensor in the file has another shape than the network's parameter. Compare
      the layer's filters, kernel, groups and input channels with those of the model
      that the file is from.
      """),
    Explanation(
      "wrong-weight-type",
      """
      Weights are computed with in F32. Floats of 16, 32 and 64 bits, integers and
      Booleans are converted; complex numbers and floats of 8 bits and less are not.
      Convert the tensor before it is saved: in PyTorch, 'tensor.float()'.
      """),
  ]

}
