import CNNTestSupport
import Testing

@testable import CNNPasses

/// The index of lifetimes, against a search of all.
struct LifetimeIndexTests {

  @Test(arguments: UInt64(0)..<100)
  func `finds what a search of all finds`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = random.integer(in: 1...40)
    let lifetimes = (0..<count).map { (start) in start...start + random.integer(in: 0...9) }
    var index = LifetimeIndex(lifetimes)
    var marked: Set<Int> = []
    for _ in 0..<count {
      let steps = random.element(of: lifetimes)
      let expected = marked.filter { lifetimes[$0].overlaps(steps) }
      var found: [Int] = []
      let isAll = index.forEachOverlap(with: steps) {
        found.append($0)
        return true
      }
      #expect(isAll && found == expected.sorted())
      if expected.count > 1 {
        var first: [Int] = []
        let isAllOfThem = index.forEachOverlap(with: steps) {
          first.append($0)
          return first.count < expected.count - 1
        }
        #expect(!isAllOfThem && first == found.dropLast())
      }
      let next = random.integer(in: 0...count - 1)
      index.insert(next)
      marked.insert(next)
    }
  }

}
