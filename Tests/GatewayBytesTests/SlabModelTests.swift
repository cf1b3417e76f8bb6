import GatewayBytes
import Testing

/// Random histories of a slab, compared with a dictionary from key to value.
@Suite struct SlabModelTests {
    private struct Broken: Error { var what: String }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func aSlabBehavesLikeADictionary(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...700, using: &random)
        let slab = Slab<UInt64>(limit: limit) { 0 }
        var model: [SlabKey: UInt64] = [:]
        var inUse: [SlabKey] = []
        var gone: [SlabKey] = []
        for _ in 0..<4000 {
            if Int.random(in: 0..<100, using: &random) < 52 {
                let key = slab.insert()
                guard let key else {
                    guard model.count == limit else { throw Broken(what: "no slot at \(model.count) of \(limit)") }
                    continue
                }
                let isNew = model.updateValue(random.next(), forKey: key) == nil
                guard isNew, model.count <= limit else { throw Broken(what: "\(key) at \(model.count) of \(limit)") }
                slab[key] = try #require(model[key])
                inUse.append(key)
            } else if let at = inUse.indices.randomElement(using: &random) {
                inUse.swapAt(at, inUse.count - 1)
                let key = inUse.removeLast()
                #expect(slab[key] == model.removeValue(forKey: key))
                slab.remove(key)
                gone.append(key)
            }
            #expect(slab.count == model.count)
        }
        #expect(model.allSatisfy { slab[$0.key] == $0.value && slab.key(at: $0.key.index) == $0.key })
        #expect(!gone.contains { slab.contains($0) })
    }
}
