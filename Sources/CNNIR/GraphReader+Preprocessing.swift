import CNNSource

extension GraphReader {

  /// `preprocess %input resize {size = 256} then centerCrop {size = [224, 224]}`
  mutating func readPreprocessing() throws(Diagnostic) {
    scanner.advance()
    let range = scanner.range
    guard let value = try readOperand() else { return scanner.skipLine() }
    guard let input = graph.input(value) else {
      throw error("not-an-input", "only an input takes pictures", range)
    }
    guard input.preprocessing == nil else {
      throw error("duplicate-preprocess", "'\(input.name)' has a 'preprocess' already", range)
    }
    var places: [SourceRange] = []
    var steps: [PictureStep] = []
    repeat {
      if !steps.isEmpty { scanner.advance() }
      places.append(scanner.range)
      steps.append(try readPictureStep())
    } while scanner.token == .word("then")
    let preprocessing = Preprocessing(steps)
    do throws(Preprocessing.Fault) {
      try preprocessing.check(for: input.type)
    } catch {
      let place = error.step.map { places[$0] } ?? range
      throw self.error(error.fault.constraint, error.fault.message, place)
    }
    graph.setPreprocessing(preprocessing, of: value)
  }

  /// `resize {size = 256}`
  private mutating func readPictureStep() throws(Diagnostic) -> PictureStep {
    let range = scanner.range
    let name = try readName("a step")
    guard let known = PictureStep.attributes(of: name) else {
      throw .unknownPictureStep(name, range)
    }
    var values: [String: AttributeValue] = [:]
    try readAttributes { (attribute, value, place) throws(Diagnostic) in
      guard known.contains(where: { $0.name == attribute }) else {
        let message = "\(name) has no attribute '\(attribute)'"
        throw Diagnostic(.error, "unknown-attribute", message, at: place)
      }
      values[attribute] = value
    }
    do throws(OpFault) {
      return try PictureStep(name, values)
    } catch {
      throw self.error(error.constraint, error.message, range)
    }
  }

}
