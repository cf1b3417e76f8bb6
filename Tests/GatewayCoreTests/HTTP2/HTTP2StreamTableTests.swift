import Testing

@testable import GatewayCore

/// The table against a dictionary, with identifiers that collide.
struct HTTP2StreamTableTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func againstADictionary(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var table = HTTP2StreamTable(limit: 24)
        var model: [UInt32: Int] = [:]
        for _ in 0..<5000 {
            // 64 places; identifiers fall on 16 of them.
            let id =
                UInt32.random(in: 0..<8, using: &generator) * 128 + UInt32.random(in: 0..<16, using: &generator) * 2 + 1
            if let slot = model[id] {
                #expect(table.slot(of: id) == slot)
                table.remove(slot)
                model[id] = nil
            } else {
                var stream = HTTP2Stream()
                stream.id = id
                let slot = table.insert(stream)
                #expect((slot == nil) == (model.count == 24))
                if let slot { model[id] = slot }
            }
            #expect(table.count == model.count)
            for (id, slot) in model { #expect(table.slot(of: id) == slot) }
        }
        #expect(table.slotCount <= 24)
    }
}
