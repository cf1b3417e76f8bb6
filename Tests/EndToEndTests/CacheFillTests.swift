import GatewayConfig
import GatewayCore
import GatewayPlane
import Synchronization
import Testing

extension EndToEnd {
    /// One answer of the origin that is sent to many while it comes, whoever of them leaves.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct CacheFillTests {
        // MARK: - While it comes

        @Test(arguments: FillOrigin.Framing.allCases, [1, 2])
        func everybodyGetsTheFirstBytesBeforeTheLastAreSent(_ framing: FillOrigin.Framing, _ workers: Int) async throws
        {
            let gate = Gate()
            let origin = try FillOrigin.make(framing, gate)
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
                #expect(heads.count { $0.contains(FillOrigin.collapsed) } == 4)
                #expect(heads.allSatisfy { $0.contains(framing == .length ? "Content-Length: 9" : "chunked") })
                let report = await running.gateway.report().cache
                // Who asks again at once may still find it coming.
                #expect(report.collapsed >= 4)
                #expect(report.entries == 1)
                #expect(report.filling == 0)
            }
        }

        @Test(arguments: FillOrigin.Framing.allCases)
        func streamsOfHTTP2GetItAsWell(_ framing: FillOrigin.Framing) async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(framing, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let leader = try FillOrigin.begin(running)
                    let client = try HTTP2Client(port: running.port)
                    let streams = try (0..<3).map { _ in try client.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n") }
                    while streams.contains(where: { client.answers[$0]?.text != "first" }) { try client.step() }
                    gate.open()
                    for stream in streams {
                        let answer = try client.finish(stream)
                        #expect(answer.text == "firstlast")
                        #expect(answer.reset == nil)
                        #expect(answer.field("Cache-Status") == FillOrigin.collapsed)
                    }
                    _ = try leader.peer.take(through: framing.last)
                }
                #expect(origin.requests.count == 1)
            }
        }

        @Test func anOldClientAndAHEADGetWhatTheyCanUse() async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(.chunked, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let leader = try FillOrigin.begin(running)
                    let head = try running.client().ask("/page", method: "HEAD")
                    #expect(head.status == 200)
                    #expect(head.field("Cache-Status") == FillOrigin.collapsed)
                    let old = try FillOrigin.begin(running, version: "1.0")
                    gate.open()
                    let rest = try old.peer.readToEnd()
                    #expect(rest.bytes == Array("last".utf8))
                    #expect(rest.ending == .fin)
                    _ = try leader.peer.take(through: FillOrigin.Framing.chunked.last)
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
                    let head = "HTTP/1.1 200 OK\r\n\(FillOrigin.fresh)\r\nVary: X-Kind\r\nContent-Length: 9\r\n\r\n"
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
                    let leader = try FillOrigin.begin(running)
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
                        try peer.send(Origin.ok("old", FillOrigin.fresh, "Age: 700", "ETag: \"a\""))
                        continue
                    }
                    try peer.send(FillOrigin.Framing.length.head + "first")
                    gate.wait()
                    try peer.send("last")
                }
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let leader = try await onThread {
                    _ = try running.client().ask("/page")
                    return try FillOrigin.begin(running)
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

        @Test(arguments: FillOrigin.Framing.allCases)
        func whenTheFirstOneLeavesTheOthersGetTheWhole(_ framing: FillOrigin.Framing) async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(framing, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let clients = try await onThread { try (0..<4).map { _ in try FillOrigin.begin(running) } }
                clients[0].peer.reset()
                _ = try await running.report { $0.clientsLeft == 1 }
                // It is still on its way: whoever comes now gets it too.
                let late = try await onThread { try FillOrigin.begin(running) }
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
                try origin.sendHead(request.stream, "HTTP/1.1 200 OK\r\n\(FillOrigin.fresh)\r\n")
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
            let origin = try FillOrigin.make(.length, gate)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let client = try await onThread { try FillOrigin.begin(running) }
                client.peer.reset()
                _ = try await running.report { $0.clientsLeft == 1 }
                gate.open()
                let report = try await running.report { $0.cache.stored == 1 && $0.exchangesActive == 0 }
                #expect(report.cache.entries == 1)
                #expect(try await onThread { try running.client().ask("/page").text } == "firstlast")
                #expect(origin.requests.count == 1)
            }
        }

        /// Who waited for the head has left as well, and nobody told: so much is fetched, and no more.
        @Test func anAnswerThatNobodyTakesIsGivenUp() async throws {
            let (gate, end) = (Gate(), Gate())
            let origin = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                gate.wait()
                try peer.send(FillOrigin.Framing.chunked.head)
                let chunk = Array("100000\r\n".utf8) + Pattern.bytes(1 << 20) + [13, 10]
                while (try? peer.send(chunk)) != nil {}
                end.open()
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let clients = try await onThread {
                    try (0..<2).map { _ in
                        let client = try running.client()
                        try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                        return Held(client)
                    }
                }
                _ = try await running.report { $0.exchangesActive == 2 }
                try await running.wait { origin.requests.count == 1 }
                for client in clients { client.peer.reset() }
                _ = try await running.report { $0.clientsLeft == 2 }
                gate.open()
                #expect(try await onThread { end.wait() })
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0)
                #expect(report.cache.stored == 0)
                #expect(report.cache.bytes == 0)
            }
        }

        /// Nobody knows how much is missing.
        @Test func whenTheLastOneLeavesTheOriginIsLetGo() async throws {
            let gate = Gate()
            let origin = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send(FillOrigin.Framing.chunked.head + FillOrigin.Framing.chunked.first)
                _ = try peer.readToEnd()
                gate.open()
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let clients = try await onThread { try (0..<3).map { _ in try FillOrigin.begin(running) } }
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
    }
}
