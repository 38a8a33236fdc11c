/// The shape of what the network of this module makes.
public let digitsShape = Digits.outputShape
