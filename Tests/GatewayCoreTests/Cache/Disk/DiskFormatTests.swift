import GatewayBytes
import Testing

@testable import GatewayCore

/// Names, headers and heads of files: they come back as they were, and nothing else is taken for them.
struct DiskFormatTests {
    static let secret = DiskSecret(0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210)

    static func head(_ key: String = "http://a/page", variant: String = "gzip") -> DiskHead {
        var facts = StoredFacts(status: 200, lifetime: 60, initialAge: 5, receivedAt: 0, date: 1_700_000_000)
        facts.flags = [.hasValidator, .allowsAuthorization]
        facts.staleIfError = 86_400
        facts.staleWhileRevalidate = 30
        facts.lastModified = -1
        return DiskHead(
            key: Array(key.utf8),
            varyNames: variant.isEmpty ? [] : [VaryName("accept-encoding"), VaryName("x")],
            variant: Array(variant.utf8),
            tags: [1, .max],
            facts: facts,
            receivedWall: 1_700_000_000_000,
            lines: Array("HTTP/1.1 200 OK\r\nETag: \"a\"\r\n".utf8)
        )
    }

    private static func bytes(_ head: DiskHead) -> [UInt8] {
        var buffer = Buffer()
        head.append(into: &buffer)
        return buffer.prefix(buffer.count)
    }

    @Test func aHeadComesBackAsItWas() throws {
        for head in [Self.head(), Self.head("", variant: "")] {
            let bytes = Self.bytes(head)
            #expect(DiskHead(bytes.span) == head)
        }
    }

    @Test func aHeadThatIsCutOrContinuedIsNone() {
        let bytes = Self.bytes(Self.head())
        for length in 0..<bytes.count { #expect(DiskHead(Array(bytes.prefix(length)).span) == nil) }
        #expect(DiskHead((bytes + [0]).span) == nil)
    }

    /// Lengths that promise more than there is must cost neither memory nor time.
    @Test func aHeadOfRandomBytesIsReadWithoutHarm() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var bytes = Self.bytes(Self.head())
            for _ in 0..<4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if let head = DiskHead(bytes.span) { #expect(Self.bytes(head).count == bytes.count) }
        }
        #expect(DiskHead([UInt8](repeating: 0xFF, count: 300).span) == nil)
    }

    // MARK: - The header

    private static let header = DiskHeader(
        kind: .searchFile,
        headLength: 700,
        contentLength: 1 << 33,
        headChecksum: 3,
        contentChecksum: .max
    )

    private static func bytes(_ header: DiskHeader) -> [UInt8] {
        var buffer = Buffer()
        header.append(Self.secret, into: &buffer)
        return buffer.prefix(buffer.count)
    }

    @Test func aHeaderComesBackAsItWas() {
        let bytes = Self.bytes(Self.header)
        #expect(bytes.count == DiskHeader.size)
        #expect(Self.header.fileSize == 48 + 700 + 1 << 33)
        #expect(DiskHeader(bytes.span, fileSize: Self.header.fileSize, Self.secret) == Self.header)
    }

    @Test func everyWrongByteOfAHeaderIsNoticed() {
        let bytes = Self.bytes(Self.header)
        for place in bytes.indices {
            for bit in 0..<8 {
                var wrong = bytes
                wrong[place] ^= 1 << UInt8(bit)
                #expect(DiskHeader(wrong.span, fileSize: Self.header.fileSize, Self.secret) == nil, "byte \(place)")
            }
        }
    }

    @Test func aFileOfAnotherLengthOrDirectoryIsNotOurs() {
        let bytes = Self.bytes(Self.header)
        let size = Self.header.fileSize
        #expect(DiskHeader(bytes.span, fileSize: size - 1, Self.secret) == nil)
        #expect(DiskHeader(bytes.span, fileSize: size + 1, Self.secret) == nil)
        #expect(DiskHeader(bytes.span, fileSize: size, DiskSecret(1, 2)) == nil)
        #expect(DiskHeader(Array(bytes.dropLast()).span, fileSize: size, Self.secret) == nil)
        #expect(DiskHeader([UInt8]().span, fileSize: 0, Self.secret) == nil)
    }

    // MARK: - Names

    @Test func namesAreReadAsTheyAreWrittenAndInNoOtherSpelling() {
        let name = DiskName(high: 0x00AB, low: .max)
        #expect(name.text == "00000000000000abffffffffffffffff")
        #expect(name.folder == "00")
        #expect(name.temporary == name.text + ".tmp")
        #expect(DiskName(name.text) == name)
        for text in ["", "00", name.text.uppercased(), name.temporary, "+" + name.text.dropFirst(), name.text + "0"] {
            #expect(DiskName(text) == nil, "\(text)")
        }
    }

    @Test func whatDiffersHasAnotherName() {
        func name(_ kind: DiskKind, _ key: String, _ names: [String], _ variant: String) -> DiskName {
            Self.secret.name(
                kind,
                key: Array(key.utf8).span,
                names: names.map { VaryName($0) },
                variant: Array(variant.utf8).span
            )
        }
        let names = [
            name(.response, "http://a/", [], ""), name(.searchFile, "http://a/", [], ""),
            name(.response, "http://a/", ["x"], ""), name(.response, "http://a/", [], "x"),
            name(.response, "http://a/", ["x", "y"], ""), name(.response, "http://a/", ["xy"], ""),
            name(.response, "http://a/x", [], ""), name(.response, "http://a/\nb", [], ""),
        ]
        #expect(Set(names).count == names.count)
        #expect(name(.response, "http://a/", ["x"], "v") == name(.response, "http://a/", ["x"], "v"))
        #expect(
            DiskSecret(1, 2).name(.response, key: [1], names: [], variant: [])
                != DiskSecret(2, 1).name(.response, key: [1], names: [], variant: [])
        )
    }

    @Test func aKeysUrlEndsBeforeWhatAProxySaid() {
        let plain = Array("http://a/".utf8)
        let proxied = Array("http://a/\nb".utf8)
        #expect(Self.secret.number(urlOf: plain.span) == Self.secret.number(urlOf: proxied.span))
        #expect(Self.secret.number(key: plain.span) != Self.secret.number(key: proxied.span))
    }

    // MARK: - Clocks

    @Test(arguments: [(UInt64(0), UInt32(5)), (999, 5), (1000, 6), (3_600_000, 3605)])
    func timeOnDiskIsPartOfTheAge(_ milliseconds: UInt64, _ age: UInt32) {
        var facts = Self.head().facts
        facts.receivedAt = 50_000_000_000
        let saved = DiskClock(now: 50_000_000_000, wall: 1_000_000).wall(of: facts)
        // Another boot: the monotonic clock knows nothing of the one before.
        let clock = DiskClock(now: 7, wall: saved + milliseconds)
        #expect(clock.facts(facts, receivedWall: saved).age(now: 7) == age)
    }

    @Test func aResponseFromTheFutureIsStaleButGoodEnoughForErrors() {
        let facts = Self.head().facts
        let clock = DiskClock(now: 100, wall: 1_000_000)
        #expect(clock.facts(facts, receivedWall: 1_060_000).timeToLive(now: 100) == 55)
        let late = clock.facts(facts, receivedWall: 1_060_001)
        #expect(late.timeToLive(now: 100) < 0)
        #expect(late.mayStandIn(now: 100))
        #expect(clock.facts(facts, receivedWall: 0).age(now: 100) == 1005)
        #expect(DiskClock(now: 0, wall: .max).facts(facts, receivedWall: 0).age(now: 0) == 1 << 31)
    }
}
