/// One step of what is done to a picture on its way into a network.
package enum PictureStep: Sendable, Hashable {

  /// Scales the picture: its short side to one number of pixels, or its height and width to two.
  case resize([Int], PictureFilter)

  /// Cuts out the middle, of a height and a width; where the picture is smaller, black surrounds it.
  case centerCrop(height: Int, width: Int)

  /// Subtracts the mean from each sample in [0, 1] and divides by the standard deviation: a number
  /// for each channel, or one for all.
  case normalize(mean: [Double], std: [Double])

}

/// How a resized sample is made from those around it; where the picture shrinks, the filter is as
/// much wider, so that every sample counts.
package enum PictureFilter: String, WordAttribute {
  case bilinear
  /// Keys' cubic convolution (1981) with a = -0.5.
  case bicubic
}

// MARK: - Names and attributes

extension PictureStep {

  /// A step as a text names it: its attributes in order, and how many of them must be given.
  private struct Form {
    var name: String
    /// The name of each attribute, and what a user may write for it, as a phrase.
    var attributes: [(name: String, value: String)]
    var requiredCount: Int
  }

  private static let sizePhrase = "an integer, or a height and a width"
  private static let numbersPhrase = "a number, or one for each channel"

  private static let forms = [
    Form(
      name: "resize",
      attributes: [("size", sizePhrase), ("mode", PictureFilter.valueDescription)],
      requiredCount: 1),
    Form(name: "centerCrop", attributes: [("size", sizePhrase)], requiredCount: 1),
    Form(
      name: "normalize", attributes: [("mean", numbersPhrase), ("std", numbersPhrase)],
      requiredCount: 2),
  ]

  /// The names of all steps.
  package static let names = forms.map(\.name)

  /// The attributes of the step called `name`, in order, each with what may stand for its value;
  /// `nil` when there is no such step.
  package static func attributes(of name: String) -> [(name: String, value: String)]? {
    forms.first { $0.name == name }?.attributes
  }

  package var name: String {
    switch self {
    case .resize: "resize"
    case .centerCrop: "centerCrop"
    case .normalize: "normalize"
    }
  }

  /// The attributes that differ from their defaults, and those that have none.
  package var attributes: [(name: String, value: AttributeValue)] {
    switch self {
    case .resize(let size, let mode):
      let shown = mode == .bilinear ? [] : [("mode", mode.attributeValue)]
      return [("size", AttributeValue(size.map(AttributeValue.integer)))] + shown
    case .centerCrop(let height, let width):
      return [("size", AttributeValue([.integer(height), .integer(width)]))]
    case .normalize(let mean, let std):
      return [
        ("mean", AttributeValue(mean.map(AttributeValue.number))),
        ("std", AttributeValue(std.map(AttributeValue.number))),
      ]
    }
  }

  /// The step called `name`.
  ///
  /// - Requires: there is such a step, and it has the given attributes.
  /// - Throws: when an attribute is missing or cannot have its value.
  package init(_ name: String, _ attributes: [String: AttributeValue]) throws(OpFault) {
    guard let form = Self.forms.first(where: { $0.name == name }) else {
      preconditionFailure("there is no step '\(name)'")
    }
    let missing = form.attributes.prefix(form.requiredCount).filter { attributes[$0.name] == nil }
    if !missing.isEmpty {
      let list = missing.map { "'\($0.name)'" }.joined(separator: ", ")
      throw OpFault(.node, "missing-attribute", "\(name) needs \(list)")
    }
    /// The value of a given attribute; nil for one that is not.
    func read<Value>(
      _ name: String, _ convert: (AttributeValue) -> Value?
    ) throws(OpFault) -> Value? {
      guard let attribute = attributes[name] else { return nil }
      if let value = convert(attribute) { return value }
      let phrase = form.attributes.first { $0.name == name }?.value ?? "a value"
      let message = "\(name) must be \(phrase), not \(attribute)"
      throw OpFault(.attribute(name), "attribute-type", message)
    }
    switch name {
    case "resize":
      let size = try Self.checkedSize(try read("size", \.size) ?? [])
      self = .resize(size, try read("mode", PictureFilter.init(attribute:)) ?? .bilinear)
    case "centerCrop":
      let size = try Self.checkedSize(try read("size", \.size) ?? [])
      self = .centerCrop(height: size[0], width: size[size.count - 1])
    default:
      let mean = try read("mean", \.numbers) ?? []
      let std = try read("std", \.numbers) ?? []
      if let number = std.first(where: { Float($0) <= 0 }) {
        throw OpFault(.attribute("std"), "attribute-range", "std must be positive, not \(number)")
      }
      self = .normalize(mean: mean, std: std)
    }
  }

  private static func checkedSize(_ size: [Int]) throws(OpFault) -> [Int] {
    if let extent = size.first(where: { !(1...Shape.largestExtent).contains($0) }) {
      let message = "size must be from 1 to \(Shape.largestExtent), not \(extent)"
      throw OpFault(.attribute("size"), "attribute-range", message)
    }
    return size
  }

}

extension AttributeValue {

  /// A list, or the only element of one.
  fileprivate init(_ elements: [AttributeValue]) {
    self = elements.count == 1 ? elements[0] : .list(elements)
  }

  /// The elements of a list, or the value itself.
  private var elements: [AttributeValue] {
    if case .list(let elements) = self { elements } else { [self] }
  }

  /// One integer or two.
  fileprivate var size: [Int]? {
    let values = elements.compactMap(Int.init(attribute:))
    return values.count == elements.count && (1...2).contains(values.count) ? values : nil
  }

  /// A number or several, all finite as 32-bit floats.
  fileprivate var numbers: [Double]? {
    let values = elements.compactMap(Double.init(attribute:)).filter { Float($0).isFinite }
    return values.count == elements.count && !values.isEmpty ? values : nil
  }

}
