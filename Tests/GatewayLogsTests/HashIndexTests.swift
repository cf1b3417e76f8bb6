import GatewayFaults
import Testing

@testable import GatewayLogs

/// Tables by hash, and the memories of dialects.
struct HashIndexTests {
    @Test
    func everyNumberIsFoundAgainAsTheTableGrows() {
        var index = HashIndex(room: 1)
        // 0 and 1 share the mark of a free slot and are the only two that cannot be told apart.
        for number in 1..<5000 { index.insert(UInt64(number) << 40, number) }
        #expect(index.count == 4999)
        for number in 1..<5000 { #expect(index.find(UInt64(number) << 40) == number) }
        #expect(index.find(7) == nil)
        index.removeAll()
        #expect(index.find(1 << 40) == nil)
        #expect(index.count == 0)
    }

    @Test(arguments: ["", "a", "1234567", "12345678", "123456789", "a longer text that has several words"])
    func aTextInALineHasTheHashOfTheTextAlone(text: String) {
        let bytes = Array("..\(text)..".utf8)
        #expect(Slice(2, bytes.count - 2).hash(bytes.span) == Text.hash(text))
        #expect(Text.hash(text) != Text.hash(text + "\u{0}"))
        #expect(Text.hash(text) != Text.hash("\u{0}" + text))
    }

    @Test
    func causesAreCountedAndTheirSamplesLimited() {
        var counts = CauseCounts()
        let one = CauseKey(kind: .exchange, verdict: .told, cause: Cause(.connectRefused, row: 3), status: 502)
        var other = one
        other.status = 503
        for _ in 0..<5 { _ = counts.add(one) }
        let place = counts.add(other)
        #expect(counts.sum { $0.status == 502 } == 5)
        #expect((0..<5).count { _ in counts.takesSample(place, most: 3) } == 3)
        var merged = CauseCounts()
        merged.merge(counts)
        merged.merge(counts)
        #expect(merged.sum { $0 == other } == 2)
        #expect(merged.keys == [one, other])
    }

    @Test
    func aSecondIsReadOnceAndItsPartsOnEveryLine() {
        let text = """
            {"status":200,"time":"2026-11-21T15:38:00.123Z"}
            {"status":200,"time":"2026-11-21T15:38:00.456Z"}
            {"status":200,"time":"2026-11-21T15:38:01.000Z"}
            {"status":200,"time":"2026-11-21T15:38:01.000+01:00"}
            {"status":200,"time":"2026-13-21T15:38:01.000Z"}
            {"status":200,"time":"2026-11-21T15:38:01.0x0Z"}
            """
        let times = ReadLine.all(text, as: .json).map(\.time)
        let second: Int64 = 1_795_275_480_000
        let expected: [Int64] = [123, 456, 1000, 1000 - 3_600_000]
        #expect(times.prefix(4).map { $0 - second } == expected)
        #expect(times[4] == Calendar.unknown)
    }

    @Test
    func aQuoteInARequestHidesNothingBehindIt() throws {
        let line = """
            2026/11/21 15:38:00 [error] 1#1: *1 no live upstreams while connecting to upstream, client: 192.0.2.1, \
            server: a.example, request: "GET /a"b"c HTTP/1.1", upstream: "http://app/a", host: "b.example"
            """
        let read = try #require(ReadLine.all(line, as: .nginxError).first)
        #expect(read.upstream == "http://app")
        #expect(read.host == "b.example")
        #expect(read.target == "/a")
        #expect(read.client == "192.0.2.1")
    }
}
