import GatewayLab

/// A client that does one random thing after another, from a seed, and checks each answer it can know.
///
/// Every request that is answered at all must be answered with its own token, once. Anything else throws.
final class RandomClient {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private enum Deed: CaseIterable {
        case get, post, chunked, pipeline, inPieces, misbehavingPeer, malformed, abortEarly, abortLate, upgrade, large
    }

    private let connect: () throws -> Peer
    private let name: String
    private var random: SeededRandom
    private var connection: Peer?
    private var serial = 0
    /// Answers that were checked by their token.
    private(set) var checked = 0

    /// Scenarios that end quickly, whatever the timers.
    private static let scenarios = Scenarios.all.filter { scenario in
        scenario.listensAs == .path && scenario.ask.needs == nil && scenario.ask.contentLength == 0
            && scenario.name != "endless"
    }
    private static let malformed = ClientFaults.all.filter { $0.needs == nil && $0.request.pieces.count == 1 }

    init(seed: UInt64, connect: @escaping () throws -> Peer) {
        self.random = SeededRandom(seed: seed)
        self.name = String(seed, radix: 36)
        self.connect = connect
    }

    func run(deeds: Int) throws {
        for number in 0..<deeds {
            let deed = Deed.allCases.randomElement(using: &self.random) ?? .get
            do {
                try self.act(deed)
            } catch {
                throw Broken(description: "client \(self.name), deed \(number) (\(deed)): \(error)")
            }
        }
        self.leave()
    }

    private func act(_ deed: Deed) throws {
        switch deed {
        case .get: try self.get()
        case .post: try self.post(size: Int.random(in: 0...5000, using: &self.random))
        case .chunked: try self.chunked()
        case .pipeline: try self.pipeline()
        case .inPieces: try self.inPieces()
        case .misbehavingPeer: try self.misbehavingPeer()
        case .malformed: try self.sendMalformed()
        case .abortEarly: try self.abort(afterReading: false)
        case .abortLate: try self.abort(afterReading: true)
        case .upgrade: try self.upgrade()
        case .large: try self.post(size: Int.random(in: 60_000...400_000, using: &self.random))
        }
    }

    // MARK: - Connections

    private func peer() throws -> Peer {
        if let connection { return connection }
        let fresh = try self.connect()
        self.connection = fresh
        return fresh
    }

    /// Leaves in one of the ways in which clients do.
    private func leave() {
        switch Int.random(in: 0..<3, using: &self.random) {
        case 0: self.connection?.reset()
        case 1: self.connection?.finishSending()
        default: self.connection?.close()
        }
        self.connection = nil
    }

    private func token() -> String {
        self.serial += 1
        return "T\(self.name)x\(self.serial)T"
    }

    private func check(_ response: Message, _ token: String) throws {
        guard response.status == 200, response.isComplete else {
            throw Broken(description: "\(response.startLine), complete: \(response.isComplete)")
        }
        guard Self.contains(response.content, token) else {
            throw Broken(description: "not the answer to \(token): \(response.text)")
        }
        self.checked += 1
        if response.field("Connection")?.lowercased() == "close" { self.connection = nil }
    }

    /// Whether a POST met a kept connection that some scenario had left behind: it must not be sent again.
    private func isRaceOfAPOST(_ response: Message) -> Bool {
        guard response.status == 502, response.field("Proxy-Status")?.contains("error=connection_terminated") == true
        else { return false }
        if response.field("Connection")?.lowercased() == "close" { self.connection = nil }
        return true
    }

    /// The token is at the beginning, in the head that was sent back, or at the end, in the content.
    private static func contains(_ content: [UInt8], _ token: String) -> Bool {
        String(decoding: content.prefix(1000), as: UTF8.self).contains(token)
            || String(decoding: content.suffix(1000), as: UTF8.self).contains(token)
    }

    // MARK: - Deeds

    private func get() throws {
        let token = self.token()
        let peer = try self.peer()
        try peer.send("GET /echo?\(token) HTTP/1.1\r\nHost: a\r\n\r\n")
        try self.check(try peer.finalResponse(), token)
    }

    private func post(size: Int) throws {
        let token = self.token()
        let peer = try self.peer()
        let content =
            [UInt8](repeating: UInt8.random(in: 97...122, using: &self.random), count: size) + Array(token.utf8)
        try peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(content.count)\r\n\r\n")
        try peer.send(content)
        let response = try peer.finalResponse()
        guard !self.isRaceOfAPOST(response) else { return }
        guard response.content.suffix(content.count).elementsEqual(content) else {
            throw Broken(description: "content changed: \(response.content.count) for \(content.count)")
        }
        try self.check(response, token)
    }

    private func chunked() throws {
        let token = self.token()
        let peer = try self.peer()
        try peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<Int.random(in: 0...4, using: &self.random) {
            let size = Int.random(in: 1...3000, using: &self.random)
            try peer.send(String(size, radix: 16) + "\r\n" + String(repeating: "c", count: size) + "\r\n")
        }
        try peer.send(String(token.utf8.count, radix: 16) + "\r\n\(token)\r\n0\r\nX-Trailer: \(token)\r\n\r\n")
        let response = try peer.finalResponse()
        guard !self.isRaceOfAPOST(response) else { return }
        try self.check(response, token)
    }

    private func pipeline() throws {
        let tokens = (0..<Int.random(in: 2...6, using: &self.random)).map { _ in self.token() }
        let peer = try self.peer()
        try peer.send(tokens.map { "GET /echo?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
        for token in tokens { try self.check(try peer.finalResponse(), token) }
    }

    private func inPieces() throws {
        let token = self.token()
        let peer = try self.peer()
        let bytes = Array("GET /echo?\(token) HTTP/1.1\r\nHost: a\r\nX-More: field\r\n\r\n".utf8)
        var sent = 0
        while sent < bytes.count {
            let count = Int.random(in: 1...20, using: &self.random)
            try peer.send(Array(bytes[sent..<min(sent + count, bytes.count)]))
            sent += count
            guard try peer.isSilent(milliseconds: Int.random(in: 0...1, using: &self.random)) || sent >= bytes.count
            else {
                throw Broken(description: "answered before the request was complete")
            }
        }
        try self.check(try peer.finalResponse(), token)
    }

    /// One answer, or one visible abort; a complete answer leaves the connection usable or closed.
    private func misbehavingPeer() throws {
        guard let scenario = Self.scenarios.randomElement(using: &self.random) else { return }
        let peer = try self.peer()
        let fields = scenario.ask.fields.map { $0 + "\r\n" }.joined()
        try peer.send("\(scenario.ask.method) /\(scenario.name) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        let response = try peer.finalResponse(answering: scenario.ask.method)
        guard let status = response.status, [200, 403, 500, 502, 504].contains(status) else {
            throw Broken(description: "\(scenario): \(response.startLine)")
        }
        if scenario.cutsOff, status == 200, response.isComplete {
            throw Broken(description: "\(scenario) ended cleanly")
        }
        guard response.isComplete else {
            guard peer.ending != nil else { throw Broken(description: "\(scenario): cut and open") }
            self.connection = nil
            return
        }
        if response.field("Connection")?.lowercased() == "close" { self.connection = nil }
    }

    private func sendMalformed() throws {
        guard let bad = Self.malformed.randomElement(using: &self.random), let piece = bad.request.pieces.first else {
            return
        }
        let peer = try self.peer()
        try peer.send(piece.bytes)
        let response = try peer.finalResponse()
        guard response.status == bad.expectedStatus else { throw Broken(description: "\(bad): \(response.startLine)") }
        guard try peer.readToEnd().bytes.isEmpty else { throw Broken(description: "\(bad): more than one answer") }
        self.connection = nil
    }

    private func abort(afterReading: Bool) throws {
        let peer = try self.peer()
        let size = Int.random(in: 1...300_000, using: &self.random)
        if afterReading {
            try peer.send(
                "GET /\(["bytes", "chunked"].randomElement(using: &self.random) ?? "bytes")/\(size) HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            _ = try peer.take(Int.random(in: 1...100, using: &self.random))
        } else {
            try peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(size + 1)\r\n\r\n")
            try peer.send([UInt8](repeating: 1, count: size))
        }
        self.leave()
    }

    private func upgrade() throws {
        let token = self.token()
        let peer = try self.peer()
        try peer.send("GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
        guard try peer.finalResponse().status == 101 else { throw Broken(description: "no upgrade") }
        try peer.send(token)
        guard try peer.take(token.utf8.count) == Array(token.utf8) else {
            throw Broken(description: "another tunnel's bytes")
        }
        self.checked += 1
        self.leave()
    }
}
