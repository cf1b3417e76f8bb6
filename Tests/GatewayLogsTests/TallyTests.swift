import GatewayFaults
import GatewayGuide
import Testing

@testable import GatewayLogs

/// Counting in bounded room.
struct TallyTests {
    @Test
    func aTimelineKeepsItsSumsWhenItGetsCoarser() {
        var timeline = Timeline()
        for second in stride(from: Int64(0), to: 1_000_000, by: 7) {
            timeline.add(second: second, failed: second % 2 == 0)
        }
        timeline.settle()
        let steps = timeline.steps(from: 0, to: 999_999, count: 10)
        #expect(timeline.widthBits > 0)
        #expect(steps.map(\.requests).reduce(0, +) == 142_858)
        #expect(steps.map(\.failures).reduce(0, +) == 71_429)
    }

    @Test
    func timelinesOfDifferentWidthsMerge() {
        var fine = Timeline()
        fine.add(second: 100, failed: true)
        var coarse = Timeline()
        for second in 0..<Int64(20_000) { coarse.add(second: second, failed: false) }
        fine.merge(coarse)
        let sum = fine.steps(from: 0, to: 20_000, count: 5).map(\.requests).reduce(0, +)
        #expect(sum == 20_001)
    }

    @Test
    func ofManyHashesTheFirstAreCountedOneByOneAndTheRestTogether() {
        var counts = HashCounts()
        for number in 0..<UInt64(100_000) { counts.add(Text.mixed(number + 1)) }
        #expect(counts.distinct == 24_576)
        #expect(counts.others == 100_000 - 24_576)
        #expect(counts[Text.mixed(1)] == 1)
    }

    @Test(arguments: [(100, 0.1), (10_000, 0.1), (500_000, 0.1)] as [(Int, Double)])
    func clientsAreEstimated(count: Int, error: Double) {
        var sketch = ClientSketch()
        for number in 0..<count { sketch.add(Text.mixed(Text.hash("192.0.2.\(number)"))) }
        #expect(abs(Double(sketch.estimate) / Double(count) - 1) < error)
    }

    @Test(arguments: [
        ("/user/17", "/user/{id}"), ("/user/18?x=/a", "/user/{id}"), ("/a/b/c/d/e/f", "/a/b/c/d/…"), ("/", "/"),
        ("/v2/orders", "/v2/orders"), ("/f/0199d0a3-5b1c-7c3e-9f00-3d1f0a2b4c5d", "/f/{id}"), ("/feed", "/feed"),
        ("/img/17.png", "/img/{id}.png"), ("/app.js", "/app.js"),
    ])
    func endpointsHaveNoIDs(target: String, endpoint: String) {
        let bytes = Array(target.utf8)
        #expect(EndpointKey.text(Slice(0, bytes.count), bytes.span) == endpoint)
    }

    @Test
    func targetsOfOneEndpointHaveOneHash() {
        func hash(_ target: String) -> UInt64 {
            let bytes = Array(target.utf8)
            return EndpointKey.hash(Slice(0, bytes.count), bytes.span)
        }
        #expect(hash("/user/17") == hash("/user/99999?a=b"))
        #expect(hash("/user/17/x") == hash("/user/0199d0a35b1c7c3e/x"))
        #expect(hash("/user/17") != hash("/user/seventeen"))
        #expect(hash("/a/b/c/d/e") == hash("/a/b/c/d/f/g"))
        #expect(hash("/user") != hash("/user/"))
        #expect(hash("/img/1.png") == hash("/img/22.png"))
        #expect(hash("/img/1.png") != hash("/img/1.jpg"))
    }

    @Test
    func everyRemedyCanBeUsed() {
        #expect(Remedies.usable.used == Remedies.usable.all)
        let words = Remedies.words(for: .connectRefused, row: nil)
        #expect(!words.isEmpty)
    }
}
