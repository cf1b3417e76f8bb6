import GatewayFaults

/// The access log of ingress-nginx: combined, with the upstream's address, time and status behind it.
struct IngressDialect: Dialect {
    private var combined = CombinedDialect()

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard let sizeEnd = self.combined.readToSize(bytes, start, end, into: &line) else { return }
        // A combined line ends with the agent in quotes.
        guard bytes[end - 1] != UInt8(ascii: "\"") else {
            line.kind = .unreadable
            return
        }
        guard line.isServerError else { return }
        var cursor = LineCursor(sizeEnd, end)
        for _ in 0..<3 { _ = cursor.word(bytes) }
        let duration = cursor.word(bytes)
        _ = cursor.word(bytes)
        _ = cursor.word(bytes)
        var upstream = UpstreamList()
        upstream.address = cursor.list(bytes)
        _ = cursor.list(bytes)
        upstream.responseTime = cursor.list(bytes)
        upstream.status = cursor.list(bytes)
        line.requestID = cursor.word(bytes)
        line.duration = Text.microseconds(duration, bytes) ?? -1
        upstream.judge(bytes, into: &line)
    }
}

extension LineCursor {
    /// nginx's list of what several upstreams did: "a, b : c".
    ///
    /// Goes on behind commas and colons.
    mutating func list(_ bytes: borrowing Span<UInt8>) -> Slice {
        var all = self.word(bytes)
        while all.count > 0, all.upper < self.end {
            let isComma = bytes[all.upper - 1] == UInt8(ascii: ",")
            let isColon = Text.begins(" : ", in: bytes, at: all.upper, to: self.end)
            guard isComma || isColon else { break }
            if isColon { self.at = min(self.end, all.upper + 3) }
            let next = self.word(bytes)
            guard next.upper > all.upper else { break }
            all = Slice(all.lower, next.upper)
        }
        return all
    }
}
