import GatewayBytes
import Testing

@testable import GatewayWire

/// Heads that come again, whole or in part, are read and written as if they had never come before.
///
/// A codec that gives its memory back before each head remembers none but for its compression table, so that it tells
/// what is right.
struct RepeatedHeadTests {
    // MARK: - Reading

    private struct Reading: Equatable {
        var outcome: String
        var text: [UInt8]
        var tableSize: Int
        var tableCount: Int
    }

    private static func read(_ reader: inout HTTP2HeadReader, _ block: [UInt8], _ kind: HTTP2HeadKind) -> Reading {
        var text = Buffer()
        let outcome: String
        do {
            outcome = Self.describe(try reader.read(block.span, kind: kind, listLimit: 700, into: &text))
        } catch {
            outcome = "\(error)"
        }
        return Reading(
            outcome: outcome,
            text: text.prefix(.max),
            tableSize: reader.decoder.tableSize,
            tableCount: reader.decoder.tableCount
        )
    }

    private static func describe(_ outcome: HTTP2HeadOutcome) -> String {
        guard case .complete(let facts) = outcome else { return "\(outcome)" }
        let secrets = ["cookie", "x-token", "accept"].map { facts.neverIndexed.contains(Array($0.utf8).span) }
        let length = facts.contentLength.map { "\($0)" } ?? "–"
        return "\(facts.status) \(length) \(facts.isConnect) \(facts.isExtendedConnect) \(facts.priority) \(secrets)"
    }

    /// One field in any representation that RFC 7541 has for it.
    private static func represent(
        _ field: (String, String),
        _ table: inout [(String, String)],
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        let known = table.firstIndex { $0 == field }.map { $0 + 62 }
        if let known, Int.random(in: 0..<4, using: &generator) > 0 { return Self.integer(known, 7, 0x80) }
        let (prefix, pattern) = [(6, UInt8(0x40)), (4, 0), (4, 0x10)].randomElement(using: &generator)!
        var block = Self.integer(0, prefix, pattern)
        for text in [field.0, field.1] { block += Self.integer(text.utf8.count, 7, 0) + Array(text.utf8) }
        if prefix == 6 { table.insert(field, at: 0) }
        return block
    }

    private static func integer(_ value: Int, _ prefix: Int, _ pattern: UInt8) -> [UInt8] {
        var block = Buffer()
        HPACKInteger.encode(value, prefix: prefix, pattern: pattern, into: &block)
        return block.prefix(.max)
    }

    private static let starts: [[(String, String)]] = [
        [(":method", "GET"), (":scheme", "https"), (":path", "/"), (":authority", "a.test")],
        [(":method", "GET"), (":scheme", "https"), (":path", "/next"), (":authority", "b.test")],
        [(":method", "CONNECT"), (":authority", "a.test:443")],
        [
            (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":path", "/"),
            (":authority", "a.test"),
        ],
        [(":method", "GET"), (":path", "/")],
        [],
    ]

    private static let fields: [(String, String)] = [
        ("user-agent", "test"), ("accept", "*/*"), ("cookie", "a=1"), ("cookie", "b=2"), ("content-length", "7"),
        ("content-length", "8"), ("priority", "u=1, i"), ("host", "a.test"), ("te", "trailers"), ("x-token", "secret"),
        ("connection", "close"), ("x-long", String(repeating: "l", count: 200)), ("x-bad", "a\nb"), ("date", "today"),
    ]

    /// Blocks of which many are the one before, or end as that did; some break rules, some are too large.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func blocksThatComeAgainMeanTheSame(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = [4096, 300, 0][Int(seed % 3)]
        var remembering = HTTP2HeadReader(tableLimit: limit, allowsProtocol: true, seed: 1)
        var forgetting = HTTP2HeadReader(tableLimit: limit, allowsProtocol: true, seed: 1)
        var table: [(String, String)] = []
        var start: [UInt8] = []
        var rest: [UInt8] = []
        var reads = 0
        for _ in 0..<300 {
            if Int.random(in: 0..<3, using: &generator) == 0 {
                start = Self.starts.randomElement(using: &generator)!
                    .flatMap { Self.represent($0, &table, &generator) }
            }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                let count = Int.random(in: 0..<6, using: &generator)
                rest = (0..<count).flatMap { _ in
                    Self.represent(Self.fields.randomElement(using: &generator)!, &table, &generator)
                }
            }
            let size = Int.random(in: 0..<40, using: &generator) == 0 ? Self.integer(limit / 2, 5, 0x20) : []
            let kind: HTTP2HeadKind = Int.random(in: 0..<12, using: &generator) == 0 ? .trailers : .request
            forgetting.releaseMemory()
            let expected = Self.read(&forgetting, size + start + rest, kind)
            #expect(Self.read(&remembering, size + start + rest, kind) == expected)
            guard expected.outcome.contains("headerBlockInvalid") else {
                reads += 1
                continue
            }
            // An index to what was pushed out: the connection is over, and another begins.
            remembering = HTTP2HeadReader(tableLimit: limit, allowsProtocol: true, seed: 1)
            forgetting = HTTP2HeadReader(tableLimit: limit, allowsProtocol: true, seed: 1)
            table = []
            start = []
            rest = []
        }
        #expect(reads > 100)
    }

    /// nginx sends literals that enter the table each time, and never refers to them.
    @Test
    func anAnswerOfLiteralsEntersTheTableEachTime() {
        var reader = HTTP2HeadReader(tableLimit: 256)
        var forgetting = HTTP2HeadReader(tableLimit: 256)
        let block = hex("88") + [0x40, 1, 0x61, 1, 0x31, 0x40, 1, 0x62, 2, 0x32, 0x33]
        for count in 1...20 {
            forgetting.releaseMemory()
            let reading = Self.read(&reader, block, .response)
            #expect(reading == Self.read(&forgetting, block, .response))
            #expect(reading.tableCount == min(2 * count, 7))
            #expect(reading.text == bytes("HTTP/1.1 200 \r\na: 1\r\nb: 23\r\n\r\n"))
        }
        // The newest entry is the last field, and the one before it the first.
        #expect(Self.read(&reader, hex("88bebf"), .response).text == bytes("HTTP/1.1 200 \r\nb: 23\r\na: 1\r\n\r\n"))
    }

    /// Fields that were right beside one host are wrong beside another.
    @Test
    func aHostIsComparedEachTime() {
        var reader = HTTP2HeadReader()
        let rest: [UInt8] = [0x0f, 0x17, 1, 0x61]  // host: a
        let first = hex("828684") + [0x01, 1, 0x61] + rest
        #expect(Self.read(&reader, first, .request).text == bytes("GET / HTTP/1.1\r\nhost: a\r\n\r\n"))
        #expect(Self.read(&reader, first, .request).text == bytes("GET / HTTP/1.1\r\nhost: a\r\n\r\n"))
        let second = hex("828684") + [0x01, 1, 0x62] + rest
        #expect(Self.read(&reader, second, .request).outcome == "\(HTTP2HeadOutcome.malformed(.hostDiffers))")
    }

    /// Every WebSocket has a key of its own.
    @Test
    func aWebSocketIsNeverTakenForTheOneBefore() {
        var reader = HTTP2HeadReader(allowsProtocol: true)
        var block = hex("8784")
        for (name, value) in [(":method", "CONNECT"), (":protocol", "websocket"), (":authority", "a"), ("x", "1")] {
            block += [0, UInt8(name.count)] + Array(name.utf8) + [UInt8(value.count)] + Array(value.utf8)
        }
        let texts = (0..<3).map { _ in Self.read(&reader, block, .request).text }
        #expect(Set(texts).count == 3)
    }

    // MARK: - Writing

    private static let lines = [
        "Host: a.test", "Host: b.test", "User-Agent: test", "Accept: */*", "Cookie: a=1", "Authorization: Basic eA==",
        "Connection: close", "Date: today", "Date: tomorrow", "Content-Length: 1", "Content-Length: 2",
        "X-Long: " + String(repeating: "l", count: 300), "Via: 2 test", "Set-Cookie: session=0123456789012345678901",
    ]

    private static func head(_ isRequest: Bool, _ generator: inout SeededGenerator) -> [UInt8] {
        let first =
            isRequest
            ? ["GET / HTTP/1.1", "POST /a?b HTTP/1.1"] : ["HTTP/1.1 200 OK", "HTTP/1.1 418 ", "HTTP/1.1 101 "]
        let count = Int.random(in: 0..<7, using: &generator)
        let fields = (0..<count).map { _ in Self.lines.randomElement(using: &generator)! }
        return bytes(([first.randomElement(using: &generator)!] + fields).joined(separator: "\r\n") + "\r\n\r\n")
    }

    private static func write(_ writer: inout HTTP2HeadWriter, _ text: [UInt8], _ isRequest: Bool, _ choice: Int)
        -> [UInt8]
    {
        var block = Buffer()
        var names = NeverIndexedNames()
        if choice == 0 { names.insert(Array("date".utf8).span, ByteRange(from: 0, to: 4)) }
        if choice == 1 { writer.setTableMaximum(200) }
        if choice == 2 { writer.setTableMaximum(4096) }
        if isRequest {
            let trailers = choice == 3
            writer.writeRequest(
                text.span,
                isTLS: choice != 4,
                acceptsTrailers: trailers,
                neverIndexed: names,
                into: &block
            )
        } else {
            writer.writeResponse(text.span, neverIndexed: names, into: &block)
        }
        return block.prefix(.max)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func headsThatComeAgainBecomeTheSame(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let isRequest = seed & 1 == 0
        var remembering = HTTP2HeadWriter(isShared: isRequest)
        var forgetting = HTTP2HeadWriter(isShared: isRequest)
        var run = HPACKRun()
        var heads = (0..<3).map { _ in Self.head(isRequest, &generator) }
        for _ in 0..<300 {
            if Int.random(in: 0..<10, using: &generator) == 0 {
                heads[Int.random(in: 0..<3, using: &generator)] = Self.head(isRequest, &generator)
            }
            // The first is by far the most usual one.
            let text = heads[max(0, Int.random(in: 0..<7, using: &generator) - 4)]
            let choice = Int.random(in: 0..<60, using: &generator)
            forgetting.releaseMemory()
            let block = Self.write(&remembering, text, isRequest, choice)
            #expect(block == Self.write(&forgetting, text, isRequest, choice))
            _ = try run.decode(block)
        }
    }

    /// What comes with every head is an index from the third on, however many fields there are of it.
    @Test
    func fieldsOfOneHeadDoNotPushEachOtherOut() {
        for seed in 0..<20 {
            var writer = HTTP2HeadWriter(isShared: false)
            let fields = (0..<16).map { "X-Field-\($0): \(seed) \($0 * 7)" }
            let text = bytes((["HTTP/1.1 200 OK"] + fields).joined(separator: "\r\n") + "\r\n\r\n")
            var blocks: [[UInt8]] = []
            for _ in 0..<3 {
                var block = Buffer()
                writer.writeResponse(text.span, into: &block)
                blocks.append(block.prefix(.max))
            }
            #expect(blocks[2].count == 17)
        }
    }
}
