import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayGuide
import GatewayPlane
import Synchronization
import Testing

extension EndToEnd {
    /// One answer of the origin that is sent to many while it comes.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct CacheFillTests {
        private static let fresh = "Cache-Control: max-age=600"
        private static let collapsed = "goodgate; fwd=uri-miss; collapsed"

        /// How the origin frames its answer, which is "first" and then "last".
        enum Framing: CaseIterable {
            case length, chunked

            var head: String {
                let line = self == .length ? "Content-Length: 9" : "Transfer-Encoding: chunked"
                return "HTTP/1.1 200 OK\r\n\(CacheFillTests.fresh)\r\n\(line)\r\n\r\n"
            }

            var first: String { self == .length ? "first" : "5\r\nfirst\r\n" }
            var last: String { self == .length ? "last" : "4\r\nlast\r\n0\r\n\r\n" }
        }

        /// Sends the first part, and the last when the gate is opened; without a last part it breaks the connection.
        private static func origin(_ framing: Framing, _ gate: Gate, breaks: Bool = false) throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    try peer.send(framing.head + framing.first)
                    gate.wait()
                    if breaks { return peer.reset() }
                    try peer.send(framing.last)
                }
            }
        }

        /// A client that has got the first part of the page.
        private static func begin(_ running: RunningGateway, version: String = "1.1") throws -> Held {
            let client = try running.client()
            try client.send("GET /page HTTP/\(version)\r\nHost: a\r\n\r\n")
            _ = try client.take(through: "first")
            return Held(client)
        }

        // MARK: - While it comes

        @Test(arguments: Framing.allCases, [1, 2])
        func everybodyGetsTheFirstBytesBeforeTheLastAreSent(_ framing: Framing, _ workers: Int) async throws {
            let gate = Gate()
            let origin = try Self.origin(framing, gate)
            defer { origin.stop() }
            let arrived = Atomic<Int>(0)
            try await withGateway(cachingConfiguration(to: origin.port, workers: workers)) { running in
                let heads = try await onThreads(5) { _ in
                    let client = try running.client()
                    try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    let head = String(decoding: try client.take(through: "first"), as: UTF8.self)
                    // The origin sends the rest only when all have the first part.
                    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == 5 { gate.open() }
                    _ = try client.take(through: framing.last)
                    // The connection is in step.
                    #expect(try client.ask("/page").text == "firstlast")
                    return head
                }
                #expect(origin.requests.count == 1)
                #expect(heads.count { $0.contains(Self.collapsed) } == 4)
                #expect(heads.allSatisfy { $0.contains(framing == .length ? "Content-Length: 9" : "chunked") })
                let report = await running.gateway.report().cache
                // Who asks again at once may still find it coming.
                #expect(report.collapsed >= 4)
                #expect(report.entries == 1)
                #expect(report.filling == 0)
            }
        }

        @Test(arguments: Framing.allCases)
        func streamsOfHTTP2GetItAsWell(_ framing: Framing) async throws {
            let gate = Gate()
            let origin = try Self.origin(framing, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let leader = try Self.begin(running)
                    let client = try HTTP2Client(port: running.port)
                    let streams = try (0..<3).map { _ in try client.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n") }
                    while streams.contains(where: { client.answers[$0]?.text != "first" }) { try client.step() }
                    gate.open()
                    for stream in streams {
                        let answer = try client.finish(stream)
                        #expect(answer.text == "firstlast")
                        #expect(answer.reset == nil)
                        #expect(answer.field("Cache-Status") == Self.collapsed)
                    }
                    _ = try leader.peer.take(through: framing.last)
                }
                #expect(origin.requests.count == 1)
            }
        }

        @Test func anOldClientAndAHEADGetWhatTheyCanUse() async throws {
            let gate = Gate()
            let origin = try Self.origin(.chunked, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let leader = try Self.begin(running)
                    let head = try running.client().ask("/page", method: "HEAD")
                    #expect(head.status == 200)
                    #expect(head.field("Cache-Status") == Self.collapsed)
                    let old = try Self.begin(running, version: "1.0")
                    gate.open()
                    let rest = try old.peer.readToEnd()
                    #expect(rest.bytes == Array("last".utf8))
                    #expect(rest.ending == .fin)
                    _ = try leader.peer.take(through: Framing.chunked.last)
                }
                #expect(origin.requests.count == 1)
            }
        }

        /// What `Vary` names decides at the head already.
        @Test func whoWantsAnotherVariantDoesNotWaitForTheEnd() async throws {
            let gate = Gate()
            let origin = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    let head = "HTTP/1.1 200 OK\r\n\(Self.fresh)\r\nVary: X-Kind\r\nContent-Length: 9\r\n\r\n"
                    guard request.field("X-Kind") == nil else {
                        try peer.send(head + "different")
                        continue
                    }
                    try peer.send(head + "first")
                    gate.wait()
                    try peer.send("last")
                }
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let leader = try Self.begin(running)
                    #expect(try running.client().ask("/page", "X-Kind: b").text == "different")
                    gate.open()
                    _ = try leader.peer.take(through: "last")
                }
                #expect(origin.requests.count == 2)
            }
        }

        @Test func aRangeIsAnsweredFromTheWhole() async throws {
            let gate = Gate()
            let origin = try TestUpstream { peer, number, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    if upstream.requests.count == 1 {
                        try peer.send(Origin.ok("old", Self.fresh, "Age: 700", "ETag: \"a\""))
                        continue
                    }
                    try peer.send(Framing.length.head + "first")
                    gate.wait()
                    try peer.send("last")
                }
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let leader = try await onThread {
                    _ = try running.client().ask("/page")
                    return try Self.begin(running)
                }
                async let part = onThread { try running.client().ask("/page", "Range: bytes=3-6") }
                _ = try await running.report { $0.exchangesActive == 2 }
                gate.open()
                let answer = try await part
                #expect(answer.status == 206)
                #expect(answer.text == "stla")
                _ = try await onThread { try leader.peer.take(through: "last") }
                #expect(origin.requests.count == 2)
            }
        }

        // MARK: - The first one leaves

        @Test(arguments: Framing.allCases)
        func whenTheFirstOneLeavesTheOthersGetTheWhole(_ framing: Framing) async throws {
            let gate = Gate()
            let origin = try Self.origin(framing, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let clients = try await onThread { try (0..<4).map { _ in try Self.begin(running) } }
                clients[0].peer.reset()
                _ = try await running.report { $0.clientsLeft == 1 }
                // It is still on its way: whoever comes now gets it too.
                let late = try await onThread { try Self.begin(running) }
                gate.open()
                try await onThread {
                    for client in clients[1...] + [late] { _ = try client.peer.take(through: framing.last) }
                    #expect(try running.client().ask("/page").field("Cache-Status")?.contains("hit") == true)
                }
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0)
                #expect(report.cache.collapsed == 4)
            }
        }

        /// Both sides are streams: the first one is reset, and its upstream stream goes on.
        @Test func aStreamThatIsResetLeavesItsUpstreamStreamToTheOthers() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                let origin = try HTTP2Origin(peer)
                guard let request = try origin.nextRequest() else { return }
                try origin.sendHead(request.stream, "HTTP/1.1 200 OK\r\n\(Self.fresh)\r\n")
                try origin.send(request.stream, Array("first".utf8))
                gate.wait()
                try origin.send(request.stream, Array("last".utf8), endStream: true)
                #expect(try origin.nextRequest() == nil)
            }
            defer { upstream.stop() }
            var made = cachingConfiguration(to: upstream.port)
            made.routes[0].endpoints = [.http2(upstream.port)]
            try await withGateway(made) { running in
                let (client, streams) = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let streams = try (0..<3).map { _ in try client.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n") }
                    while streams.contains(where: { client.answers[$0]?.text != "first" }) { try client.step() }
                    try client.reset(streams[0])
                    return (client, streams)
                }
                _ = try await running.report { $0.clientsLeft == 1 }
                gate.open()
                try await onThread {
                    for stream in streams.dropFirst() {
                        let answer = try client.finish(stream)
                        #expect(answer.text == "firstlast")
                        #expect(answer.reset == nil)
                    }
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.entries == 1)
                #expect(report.faults.isEmpty)
            }
        }

        /// Little is missing: it is fetched to the end for who comes next.
        @Test func whatIsNearlyThereIsFetchedForNobody() async throws {
            let gate = Gate()
            let origin = try Self.origin(.length, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let client = try await onThread { try Self.begin(running) }
                client.peer.reset()
                _ = try await running.report { $0.clientsLeft == 1 }
                gate.open()
                let report = try await running.report { $0.cache.stored == 1 && $0.exchangesActive == 0 }
                #expect(report.cache.entries == 1)
                #expect(try await onThread { try running.client().ask("/page").text } == "firstlast")
                #expect(origin.requests.count == 1)
            }
        }

        /// Nobody knows how much is missing.
        @Test func whenTheLastOneLeavesTheOriginIsLetGo() async throws {
            let gate = Gate()
            let origin = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send(Framing.chunked.head + Framing.chunked.first)
                _ = try peer.readToEnd()
                gate.open()
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let clients = try await onThread { try (0..<3).map { _ in try Self.begin(running) } }
                for (number, client) in clients.enumerated() {
                    client.peer.reset()
                    _ = try await running.report { $0.clientsLeft == number + 1 }
                }
                #expect(try await onThread { gate.wait() })
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0)
                #expect(report.cache.filling == 0)
                #expect(report.cache.entries == 0)
            }
        }

        // MARK: - It breaks

        @Test(arguments: Framing.allCases)
        func whenTheOriginBreaksOffEverybodySeesIt(_ framing: Framing) async throws {
            let gate = Gate()
            let origin = try Self.origin(framing, gate, breaks: true)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let clients = try (0..<4).map { _ in try Self.begin(running) }
                    let old = try Self.begin(running, version: "1.0")
                    let modern = try HTTP2Client(port: running.port)
                    let stream = try modern.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    while modern.answers[stream]?.text != "first" { try modern.step() }
                    gate.open()
                    for client in clients {
                        let rest = try client.peer.readToEnd().bytes
                        #expect(!String(decoding: rest, as: UTF8.self).contains("0\r\n\r\n"))
                    }
                    // Without a length only a reset tells.
                    #expect(try old.peer.readToEnd().ending == .reset || framing == .length)
                    #expect(try modern.finish(stream).reset != nil)
                }
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.entries == 0)
                #expect(report.cache.filling == 0)
                let faults = report.faults.filter { $0.key.detail == .resetInsideBody }.reduce(0) { $0 + $1.count }
                #expect(faults == 6)
                let incidents = await running.gateway.incidents(limit: 10)
                #expect(incidents.count == 6)
                #expect(incidents.allSatisfy { $0.outcome == .aborted })
                #expect(incidents.count { $0.notes.contains { $0.contains("another request") } } == 5)
            }
        }

        /// Nobody was sent a byte of it: who waited asks again.
        @Test func anAnswerThatCannotBeReadFromTheStartIsNobodys() async throws {
            let gate = Gate()
            let origin = try Origin { _, number in
                guard number == 0 else { return Origin.ok("good", Self.fresh) }
                gate.wait()
                return Array("\(Framing.chunked.head)what\r\n".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                async let first = onThread { try running.client().ask("/page").status }
                try await running.wait { origin.requests.count == 1 }
                async let others = onThreads(3) { _ in try running.client().ask("/page").text }
                _ = try await running.report { $0.exchangesActive == 4 }
                gate.open()
                let texts = try await others
                #expect(texts == ["good", "good", "good"])
                let status = try await first
                #expect(status == 502)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.filling == 0)
            }
        }

        // MARK: - Slow and large

        /// The first one reads nothing: the kernel's buffers take a part, and nothing more moves on its account.
        @Test func aSlowFirstClientHoldsNobodyUp() async throws {
            let content = Pattern.bytes(7 << 20)
            let origin = try Origin { _, _ in Origin.ok(content, [Self.fresh]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let slow = try await onThread {
                    let client = try running.client()
                    try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
                try await running.wait { origin.requests.count == 1 }
                let answers = try await onThreads(2) { _ in try running.client().ask("/page").content == content }
                #expect(answers == [true, true])
                #expect(try await onThread { try slow.peer.finalResponse().content == content })
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.entries == 1)
                #expect(report.cache.collapsed == 2)
            }
        }

        /// It turns out too large while many are being sent it: nobody's answer breaks, and nothing is kept.
        @Test func whatIsTooLargeIsSentToEverybody() async throws {
            let gate = Gate()
            let content = Pattern.bytes(3 << 20)
            let origin = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send(Framing.chunked.head + Framing.chunked.first)
                gate.wait()
                try peer.send(String(content.count, radix: 16) + "\r\n")
                try peer.send(content)
                try peer.send("\r\n0\r\n\r\n")
            }
            defer { origin.stop() }
            var policy = CachePolicy()
            policy.object = 200_000
            try await withGateway(cachingConfiguration(to: origin.port, policy: policy)) { running in
                let arrived = Atomic<Int>(0)
                let answers = try await onThreads(5) { number in
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    while client.answers[stream]?.text != "first" { try client.step() }
                    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == 5 { gate.open() }
                    let answer = try client.finish(stream)
                    #expect(answer.reset == nil)
                    #expect(answer.content.count == content.count + 5)
                    return answer.content == Array("first".utf8) + content
                }
                #expect(answers == [Bool](repeating: true, count: 5))
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.isEmpty)
                #expect(report.clientsLeft == 0)
                #expect(report.cache.entries == 0)
                #expect(report.cache.bytes == 0)
            }
        }

        /// What is too large is held in bounded memory, so all wait for the slowest: who takes nothing is cut off.
        @Test func whoTakesNothingOfWhatIsTooLargeIsCutOff() async throws {
            let gate = Gate()
            let content = Pattern.bytes(8 << 20)
            let origin = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send(Framing.chunked.head + Framing.chunked.first)
                gate.wait()
                try peer.send(String(content.count, radix: 16) + "\r\n")
                try peer.send(content)
                try peer.send("\r\n0\r\n\r\n")
            }
            defer { origin.stop() }
            var policy = CachePolicy()
            policy.object = 200_000
            var timeouts = Timeouts.generous
            timeouts.write = Setting(.seconds(4))
            let made = cachingConfiguration(to: origin.port, policy: policy, timeouts: timeouts)
            try await withGateway(made) { running in
                let (leader, slow) = try await onThread { (try Self.begin(running), try Self.begin(running)) }
                gate.open()
                let size = try await onThread {
                    var size = 0
                    // Taken as it comes: the end is where the connection falls silent for good.
                    while !leader.peer.pending.suffix(7).elementsEqual("\r\n0\r\n\r\n".utf8) {
                        guard try leader.peer.readMore() else { break }
                        if leader.peer.pending.count > 1 << 20 { size += leader.peer.takePending(1 << 19).count }
                    }
                    return size + leader.peer.pending.count
                }
                #expect(size > content.count)
                #expect(try await onThread { try slow.peer.readToEnd().bytes.count } < content.count)
                #expect(origin.requests.count == 1)
            }
        }
    }
}
