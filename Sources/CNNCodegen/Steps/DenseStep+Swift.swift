import CNNPlanning

extension DenseStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(body.target.dense)
    body.write("let x = \(body.pointer(to: input))")
    body.write("let y = \(body.arena(output))")
    body.forEach("vector", in: vectors, moving: [("x", inputCount), ("y", rowCount)]) { (body) in
      body.call(
        kernel,
        [
          "x", body.parameter(weights), "bias: \(body.parameter(ifAny: bias))", "to: y",
          "rows: \(rowCount)", "count: \(inputCount)",
        ] + limits.labelled)
      if let function { body.emit(function, count: rowCount, from: "y", to: "y") }
    }
  }

}
