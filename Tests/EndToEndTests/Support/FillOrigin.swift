/// An origin whose answer comes in two parts, so that a test can look at what happens between them.
enum FillOrigin {
    static let fresh = "Cache-Control: max-age=600"
    /// What `Cache-Status` says of who got somebody else's answer.
    static let collapsed = "goodgate; fwd=uri-miss; collapsed"

    /// How the origin frames its answer, which is "first" and then "last".
    enum Framing: CaseIterable {
        case length, chunked

        var head: String {
            let line = self == .length ? "Content-Length: 9" : "Transfer-Encoding: chunked"
            return "HTTP/1.1 200 OK\r\n\(FillOrigin.fresh)\r\n\(line)\r\n\r\n"
        }

        var first: String { self == .length ? "first" : "5\r\nfirst\r\n" }
        var last: String { self.last("") }

        /// - Parameter trailers: field lines behind the last chunk.
        func last(_ trailers: String) -> String {
            self == .length ? "last" : "4\r\nlast\r\n0\r\n\(trailers)\r\n"
        }
    }

    /// Sends the first part, and the last when the gate is opened.
    ///
    /// - Parameters:
    ///   - breaks: the connection is reset instead.
    ///   - trailers: field lines behind the last chunk.
    static func make(
        _ framing: Framing,
        _ gate: Gate,
        breaks: Bool = false,
        trailers: String = ""
    ) throws -> TestUpstream {
        try TestUpstream { peer, _, upstream in
            while let request = try? peer.message() {
                upstream.note(request)
                try peer.send(framing.head + framing.first)
                gate.wait()
                if breaks { return peer.reset() }
                try peer.send(framing.last(trailers))
            }
        }
    }

    /// Sends "first", and when the gate is opened content in one chunk, whose length its head does not tell.
    static func large(_ gate: Gate, _ content: [UInt8]) throws -> TestUpstream {
        try TestUpstream { peer, _, upstream in
            upstream.note(try peer.message())
            try peer.send(Framing.chunked.head + Framing.chunked.first)
            gate.wait()
            try peer.send(String(content.count, radix: 16) + "\r\n")
            try peer.send(content)
            try peer.send("\r\n0\r\n\r\n")
        }
    }

    /// A client that has got the first part of the page.
    static func begin(_ running: RunningGateway, version: String = "1.1") throws -> Held {
        let client = try running.client()
        try client.send("GET /page HTTP/\(version)\r\nHost: a\r\n\r\n")
        _ = try client.take(through: "first")
        return Held(client)
    }

    /// The same over HTTP/2; not to be used by two threads.
    static func beginStream(_ running: RunningGateway) throws -> (client: HTTP2Client, stream: UInt32) {
        let client = try HTTP2Client(port: running.port)
        let stream = try client.open("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
        while client.answers[stream]?.text != "first" { try client.step() }
        return (client, stream)
    }
}
