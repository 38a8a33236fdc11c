import CNNIR
import CNNRuntime
import Foundation

/// A number as the fixtures write it: a decimal, or a word for what JSON cannot say.
package struct FixtureNumber: Decodable, Sendable {

  package let value: Float

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      guard let value = Float(word) else {
        throw FixtureFault(description: "'\(word)' is no number")
      }
      self.value = value
    } else {
      value = try container.decode(Float.self)
    }
  }

}

/// One op as PyTorch computes it, from `ops.json`.
package struct OpCase: Decodable, Sendable, CustomStringConvertible {

  package struct Input: Decodable, Sendable {
    package let name: String
    package let shape: [Int]
    package let data: [FixtureNumber]?
  }

  package struct Parameter: Decodable, Sendable {
    package let name: String
    package let role: String
    package let shape: [Int]
  }

  package let name: String
  package let op: String
  package let attributes: [String: FixtureAttribute]
  package let seed: UInt64
  package let inputs: [Input]
  package let parameters: [Parameter]
  package let outputShape: [Int]
  package let output: [FixtureNumber]

  package var description: String { name }

  /// All cases of `ops.json`.
  package static let all: [OpCase] = cases(of: "ops.json")

  /// The inputs, seeded where they have no data of their own.
  package var inputTensors: [Tensor] {
    inputs.map { (input) in
      let shape = Shape(input.shape)
      return input.data.map { Tensor(shape, $0.map(\.value)) }
        ?? SeededTensors(seed: seed).input(input.name, shape)
    }
  }

  /// The tensors that are stored for the parameters, in the order of the op's slots.
  ///
  /// - Throws: when a role is unknown.
  package func parameterTensors() throws -> [Tensor] {
    try parameters.map { (parameter) in
      guard let role = ParameterRole(rawValue: parameter.role) else {
        throw FixtureFault(description: "\(name): no role '\(parameter.role)'")
      }
      let shape = Shape(parameter.shape)
      return SeededTensors(seed: seed).tensor(
        NamedTensor(name: parameter.name, shape: shape, role: role))
    }
  }

  package var expected: Tensor { Tensor(Shape(outputShape), output.map(\.value)) }

}

/// A whole network with seeded weights as PyTorch computes it, from `networks.json`.
package struct NetworkCase: Decodable, Sendable, CustomStringConvertible {

  package let name: String
  package let weights: UInt64
  package let input: UInt64
  package let inputShape: [Int]
  package let outputShape: [Int]
  package let output: [FixtureNumber]

  package var description: String { name }

  /// All cases of `networks.json`.
  package static let all: [NetworkCase] = cases(of: "networks.json")

  package var expected: Tensor { Tensor(Shape(outputShape), output.map(\.value)) }

}

/// A fixture that does not say what it should.
package struct FixtureFault: Error, CustomStringConvertible {
  package let description: String
}

private struct CaseFile<Case: Decodable>: Decodable {
  let cases: [Case]
}

/// All cases of a file of fixtures.
func cases<Case: Decodable>(of file: String) -> [Case] {
  do {
    let data = try Data(contentsOf: TestFolder.fixtures.appendingPathComponent(file))
    return try JSONDecoder().decode(CaseFile<Case>.self, from: data).cases
  } catch {
    preconditionFailure("\(file): \(error)")
  }
}
