import GatewayBytes
import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// Which stream writes next (RFC 9218).
struct HTTP2PriorityTests {
    @Test(arguments: [
        ("", 3, false), ("u=0", 0, false), ("u=7, i", 7, true), ("i,u=1", 1, true), ("u=8", 3, false),
        ("u=1;a=b , i=?1", 1, true), ("i, i=?0", 3, false), ("u=2,u=5", 5, false), ("U=1", 3, false),
        ("u=1,x=\"a\"", 1, false), ("i=1", 3, false), (",,", 3, false),
    ])
    func values(_ text: String, _ urgency: UInt8, _ isIncremental: Bool) {
        let bytes = Array(text.utf8)
        let priority = HTTP2Priority(bytes.span, ByteRange(from: 0, to: bytes.count))
        #expect(priority.urgency == urgency)
        #expect(priority.isIncremental == isIncremental)
    }

    /// Opens streams with these priorities, and lets them write pieces until all wrote three.
    private static func order(_ priorities: [String], updates: [(UInt32, String)] = []) -> [UInt32] {
        var driver = HTTP2Driver(.server, settings: [(4, 1 << 20)])
        for (index, priority) in priorities.enumerated() {
            let stream = UInt32(2 * index + 1)
            _ = driver.feed(Wire.headers(stream, Wire.get + Wire.fields(("priority", priority)), end: true))
            driver.respond(stream, endStream: false)
        }
        for index in priorities.indices.reversed() { driver.connection.setPending(UInt32(2 * index + 1), true) }
        for (stream, value) in updates {
            _ = driver.feed(Wire.frame(16, 0, 0, Wire.word(stream) + Array(value.utf8)))
        }
        let content = [UInt8](repeating: 0, count: 10)
        var order: [UInt32] = []
        while let stream = driver.connection.nextWritable {
            order.append(stream)
            let isLast = order.filter { $0 == stream }.count == 3
            _ = driver.connection.sendData(stream, content.span, endStream: isLast, output: &driver.output)
        }
        return order
    }

    @Test
    func urgencyComesFirst() {
        #expect(Self.order(["u=5", "u=1", "u=3"]) == [3, 3, 3, 5, 5, 5, 1, 1, 1])
    }

    @Test
    func wholeResponsesInOrder() {
        #expect(Self.order(["", "", ""]) == [1, 1, 1, 3, 3, 3, 5, 5, 5])
    }

    @Test
    func incrementalOnesShare() {
        let order = Self.order(["i", "i", "i"])
        for turn in 0..<3 { #expect(Set(order[3 * turn..<3 * turn + 3]) == [1, 3, 5]) }
    }

    @Test
    func wholeBeforeIncremental() {
        #expect(Self.order(["i", ""]) == [3, 3, 3, 1, 1, 1])
    }

    @Test
    func updatesReorder() {
        #expect(Self.order(["", "", ""], updates: [(5, "u=0"), (1, "u=7")]) == [5, 5, 5, 3, 3, 3, 1, 1, 1])
    }

    /// The queue against a sorted list.
    @Test(arguments: [UInt64(9218), 1, 2])
    func againstAModel(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var queue = HTTP2WriteQueue()
        var model: [(slot: Int, urgency: UInt8)] = []
        for _ in 0..<2000 {
            let slot = Int.random(in: 0..<32, using: &generator)
            if model.contains(where: { $0.slot == slot }) {
                queue.remove(slot)
                model.removeAll { $0.slot == slot }
            } else {
                let urgency = UInt8.random(in: 0...7, using: &generator)
                queue.insert(slot, id: UInt32(slot), HTTP2Priority(urgency: urgency))
                model.append((slot, urgency))
            }
            let expected = model.min { ($0.urgency, $0.slot) < ($1.urgency, $1.slot) }?.slot
            #expect(queue.first == expected)
        }
    }
}
