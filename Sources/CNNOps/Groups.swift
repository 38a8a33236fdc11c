import CNNIR

extension TensorType {

  /// - Throws: `op.c2` unless `groups` divide the channels, and `op.c3` unless they divide `filters`.
  func requireGroups(_ groups: Int, filters: Int? = nil, of op: String) throws(OpFault) {
    // op.c2: the groups divide the channels of the input.
    guard channels % groups == 0 else {
      let message = "\(groups) groups do not divide the \(channels) channels of the input"
      throw OpFault(.attribute("groups"), "\(op).c2", message)
    }
    // op.c3: the groups divide the filters.
    if let filters, filters % groups != 0 {
      let message = "\(groups) groups do not divide \(filters) filters"
      throw OpFault(.attribute("groups"), "\(op).c3", message)
    }
  }

}
