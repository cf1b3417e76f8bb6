import GatewayFaults
import GatewayWire
import Testing

/// Length, close and no content; limits; ends that come too early.
struct BodyDecoderTests {
    @Test
    func hasNothingToReadWithoutContent() throws {
        for framing in [BodyFraming.none, .length(0)] {
            var decoder = BodyDecoder(framing: framing, side: .upstream)
            var trailers = FieldTable()
            #expect(decoder.isComplete && decoder.remainingLength == nil)
            #expect(try decoder.step(bytes("GET / HTTP/1.1"), &trailers) == .end(consumed: 0))
            try decoder.inputEnded()
        }
    }

    @Test
    func leavesWhatFollowsTheContent() {
        let run = readBody(bytes("helloGET"), framing: .length(5), pieces: [2, 2])
        #expect(run == BodyRun(content: "hello", end: .complete(bytes: 5)))
    }

    @Test
    func countsContentThatWasMovedElsewhere() throws {
        var decoder = BodyDecoder(framing: .length(1_000_000), side: .upstream)
        var trailers = FieldTable()
        #expect(try decoder.step(bytes("abc"), &trailers) == .data(offset: 0, count: 3))
        #expect(decoder.remainingLength == 999_997)
        decoder.skip(999_990)
        #expect(decoder.remainingLength == 7 && decoder.received == 999_993 && !decoder.isComplete)
        decoder.skip(7)
        #expect(decoder.isComplete && decoder.remainingLength == nil)
        #expect(try decoder.step(bytes("x"), &trailers) == .end(consumed: 0))
    }

    @Test
    func readsUntilCloseAndEndsThere() throws {
        var decoder = BodyDecoder(framing: .untilClose, side: .upstream)
        var trailers = FieldTable()
        #expect(try decoder.step([], &trailers) == .needMore(consumed: 0))
        #expect(try decoder.step(bytes("abc"), &trailers) == .data(offset: 0, count: 3))
        #expect(!decoder.isComplete)
        try decoder.inputEnded()
        #expect(decoder.isComplete && decoder.received == 3)
    }

    @Test(arguments: [
        (BodyFraming.length(5), "abc", Fault.Detail.lengthTruncated, 3), (.length(5), "", .lengthTruncated, 0),
        (.chunked, "", .chunkedTruncated, 0), (.chunked, "5", .chunkedTruncated, 1),
        (.chunked, "5\r\nab", .chunkedTruncated, 5),
        (.chunked, "1\r\na\r", .chunkedTruncated, 5), (.chunked, "0\r\n", .chunkedTruncated, 3),
        (.chunked, "0\r\nA: b\r\n", .chunkedTruncated, 3),
    ])
    func tellsWhatAnEarlyEndCut(_ framing: BodyFraming, _ text: String, _ detail: Fault.Detail, _ code: Int32) throws {
        var decoder = BodyDecoder(framing: framing, side: .upstream)
        var trailers = FieldTable()
        var rest = bytes(text)
        var isMoving = true
        while isMoving {
            switch try decoder.step(rest, &trailers) {
            case .needMore(let consumed):
                rest.removeFirst(consumed)
                isMoving = false
            case .data(let offset, let count): rest.removeFirst(offset + count)
            case .end: isMoving = false
            }
        }
        #expect(throws: Fault(detail, side: .upstream, phase: .responseBody, code: code)) { try decoder.inputEnded() }
    }

    // MARK: - Limits

    @Test(arguments: [
        (BodyFraming.length(11), "", 0), (.chunked, "5\r\nhello\r\n6\r\n", 13), (.chunked, "b\r\n", 3),
        (.untilClose, "hello worlds", 0),
    ])
    func refusesContentOverTheLimit(_ framing: BodyFraming, _ text: String, _ offset: Int32) {
        let body = bytes(text)
        for (side, detail) in [
            (Fault.Side.client, Fault.Detail.requestBodyTooLarge), (.upstream, .responseBodyTooLarge),
        ] {
            let run = readBody(body, framing: framing, side: side, limits: BodyLimits(body: 10))
            #expect(run.end == .fault(detail, at: offset))
        }
    }

    @Test
    func doesNotOfferContentOverTheLimitForMoving() {
        let decoder = BodyDecoder(framing: .length(11), side: .client, limits: BodyLimits(body: 10))
        #expect(decoder.remainingLength == nil && !decoder.isComplete)
    }

    @Test
    func allowsContentUpToTheLimit() {
        let chunked = bytes("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n")
        #expect(readBody(chunked, limits: BodyLimits(body: 10)).content == "helloworld")
        #expect(
            readBody(bytes("helloworld"), framing: .length(10), limits: BodyLimits(body: 10)).content == "helloworld"
        )
    }

    @Test
    func refusesSizesThatAddUpToMoreThanCanBeCounted() {
        let run = readBody(bytes("1\r\nx\r\n7fffffffffffffff\r\n"))
        #expect(run.end == .fault(.responseBodyTooLarge, at: 24))
    }

    private static let chunkLines: [(String, Fault.Detail)] = [
        (String(repeating: "0", count: 20) + "5\r\n", .requestChunkSizeMalformed),
        ("5;" + String(repeating: "a", count: 20) + "\r\n", .requestChunkExtensionMalformed),
    ]

    @Test(arguments: Self.chunkLines)
    func boundsTheChunkLine(_ text: String, _ detail: Fault.Detail) {
        let run = readBody(bytes(text), side: .client, limits: BodyLimits(chunkLine: 16))
        #expect(run.end == .fault(detail, at: 16))
    }

    @Test
    func boundsExtensionsByContent() {
        let greedy = "1;" + String(repeating: "a", count: 4000) + "\r\nx\r\n"
        let run = readBody(bytes(String(repeating: greedy, count: 10)), side: .client)
        guard case .fault(.requestChunkExtensionMalformed, let offset) = run.end else {
            Issue.record("\(run.end)")
            return
        }
        #expect(offset > 16_384 && offset < 24_000)
        let signed =
            "4000;chunk-signature=" + String(repeating: "f", count: 64) + "\r\n" + String(repeating: "x", count: 0x4000)
            + "\r\n"
        let upload = readBody(bytes(String(repeating: signed, count: 300) + "0\r\n\r\n"), side: .client)
        #expect(upload.content.count == 300 * 0x4000)
    }

    private static let trailers: [(String, Fault.Detail, Int32)] = [
        ("A: " + String(repeating: "x", count: 30) + "\r\n", .responseTrailerTooLarge, 23),
        (String(repeating: "A: bcdefgh\r\n", count: 4), .responseTrailersTooLarge, 43),
        (String(repeating: "A:\r\n", count: 6), .responseTrailersTooLarge, 23),
    ]

    @Test(arguments: Self.trailers)
    func boundsTrailers(_ text: String, _ detail: Fault.Detail, _ offset: Int32) {
        let text = "0\r\n" + text + "\r\n"
        let limits = BodyLimits(trailerField: 20, trailers: 40, trailerCount: 5)
        let body = bytes(text)
        for split in 0...body.count {
            #expect(readBody(body, limits: limits, pieces: [split]).end == .fault(detail, at: offset))
        }
        let requestFault = BodyRun.End.fault(.requestTrailersTooLarge, at: offset)
        #expect(readBody(body, side: .client, limits: limits).end == requestFault)
    }

    @Test
    func forgetsTrailersOfAnEarlierBody() throws {
        var trailers = FieldTable()
        var first = BodyDecoder(framing: .chunked, side: .upstream)
        #expect(try first.step(bytes("0\r\nA: b\r\n\r\n"), &trailers) == .end(consumed: 11))
        #expect(trailers.count == 1)
        for framing in [BodyFraming.chunked, .none] {
            var second = BodyDecoder(framing: framing, side: .upstream)
            _ = try second.step(bytes("0\r\n\r\n"), &trailers)
            #expect(trailers.isEmpty)
        }
    }
}
