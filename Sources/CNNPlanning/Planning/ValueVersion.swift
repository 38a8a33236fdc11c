import CNNIR

/// A value in one of the forms in which it is computed or read.
struct ValueVersion: Hashable, Sendable {
  let value: ValueID
  let form: Form
}

/// A channel of a value that is computed as a whole, in blocks.
struct ChannelSource: Hashable, Sendable {
  let version: ValueVersion
  let channel: Int
}

/// Which versions of values share memory, and how.
struct SharedMemory {

  /// Where a version lies within another, by a number of channels.
  private var containers: [ValueVersion: (container: ValueVersion, channel: Int)] = [:]
  private var containing: Set<ValueVersion> = []
  private var borders: [ValueVersion: Border] = [:]

  /// The version whose memory holds this one, and from which channel on.
  func root(of version: ValueVersion) -> (version: ValueVersion, channel: Int) {
    var (version, channel) = (version, 0)
    while let (container, offset) = containers[version] {
      version = container
      channel += offset
    }
    return (version, channel)
  }

  func isContained(_ version: ValueVersion) -> Bool { containers[version] != nil }

  /// Whether other versions have been put into this one.
  func isContainer(_ version: ValueVersion) -> Bool { containing.contains(version) }

  /// Puts `version` into `container`, from `channel` on.
  ///
  /// - Requires: it lies nowhere else yet, and the container does not lie within it.
  mutating func put(_ version: ValueVersion, into container: ValueVersion, from channel: Int = 0) {
    containers[version] = (container, channel)
    containing.insert(container)
    let border = borders.removeValue(forKey: version) ?? .none
    requireBorder(border, of: container)
  }

  /// Makes the zeros around a version at least `border`.
  mutating func requireBorder(_ border: Border, of version: ValueVersion) {
    let root = root(of: version).version
    borders[root] = border.union(borders[root] ?? .none)
  }

  func border(of version: ValueVersion) -> Border { borders[root(of: version).version] ?? .none }

}
