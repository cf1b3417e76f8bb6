internal import GatewayFaults

/// What the fields of a complete request head mean for the exchange.
extension RequestHead {
    internal mutating func understand(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        try self.readHost(bytes)
        self.isPersistent = self.version == .http11
        // Most requests have none of these.
        guard self.fields.containsAny(Self.meaningful) else { return }
        do throws(SyntaxError) {
            try self.readFraming(bytes)
        } catch {
            throw Fault(request: error)
        }
        try self.readExpectation(bytes)
    }

    private static var meaningful: UInt64 {
        KnownField.connection.bit | KnownField.contentLength.bit | KnownField.transferEncoding.bit
            | KnownField.expect.bit
    }

    /// Exactly one `Host` in HTTP/1.1 and at most one in HTTP/1.0 (RFC 9112 §3.2).
    @inline(__always)
    private mutating func readHost(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        guard let host = self.fields.first(.host) else {
            guard self.version == .http10 else { throw Fault(request: .hostMissing, at: self.cursor.line) }
            return
        }
        let value = host.value.offsets
        if case .invalid(let offset) = Authority.check(bytes, from: value.lowerBound, to: value.upperBound) {
            throw Fault(request: .hostInvalid, at: offset)
        }
        if self.fields.repeats(.host) { throw Fault(request: .hostRepeated, at: Int(host.name.start)) }
        switch self.form {
        case .origin, .asterisk: self.authority = host.value
        // RFC 9112 §3.2.2: the target's host wins, `Host` is ignored.
        case .absolute, .authority: break
        }
    }

    private mutating func readFraming(_ bytes: borrowing Span<UInt8>) throws(SyntaxError) {
        self.framing = try Framing.read(bytes, self.fields, version: self.version) ?? .none
        let options = try ConnectionOptions.read(bytes, marking: &self.fields)
        switch self.version {
        case .http11, .http2:
            self.isPersistent = !options.contains(.close)
            self.wantsUpgrade = options.contains(.upgrade) && self.fields.contains(.upgrade)
        case .http10:
            self.isPersistent = options.contains(.keepAlive) && !options.contains(.close)
        }
    }

    /// `100-continue` is the only expectation there is; HTTP/1.0 has none (RFC 9110 §10.1.1).
    private mutating func readExpectation(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        guard self.version != .http10, self.fields.contains(.expect) else { return }
        for index in 0..<self.fields.count where self.fields[index].known == .expect {
            let value = self.fields[index].value
            guard ShortToken(bytes, value) == .continue100 else {
                throw Fault(request: .expectationUnknown, at: Int(value.start))
            }
        }
        // A client without content waits for nothing.
        self.expectsContinue = self.framing != .none && self.framing != .length(0)
    }
}
