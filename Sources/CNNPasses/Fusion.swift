import CNNIR

extension Node {

  /// Whether `user` may be merged into this node: nobody else sees the value in between.
  func canAbsorb(_ user: Node, in graph: Graph) -> Bool {
    graph.isOnlyUser(user.id, of: id) && epilogue.isEmpty
  }

}
