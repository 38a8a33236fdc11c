import CNNIR

extension OpTable {

  /// Every op of the language.
  package static let standard = OpTable([
    Conv.self,
    Linear.self,
    MaxPool.self,
    AveragePool.self,
    GlobalAveragePool.self,
    BatchNorm.self,
    ReLU.self,
    Sigmoid.self,
    Tanh.self,
    Softmax.self,
    Flatten.self,
    Dropout.self,
    Identity.self,
    Add.self,
    Concat.self,
  ])

}
