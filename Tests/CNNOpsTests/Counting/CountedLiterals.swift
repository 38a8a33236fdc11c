import CNNIR

/// What a literal with a point is in the module that this file is compiled with, unless something else is
/// asked for.
typealias FloatLiteralType = Double
