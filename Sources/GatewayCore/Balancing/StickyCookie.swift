public import GatewayBytes
public import GatewayConfig

/// Brings a client back to the endpoint it had, by a signed cookie that does not name it.
///
/// The value is `id.mac`, 16 hexadecimal digits each: `id` is a keyed hash of the endpoint, so that strangers learn no
/// address; `mac` signs it, so that nobody picks an endpoint. A cookie that is forged, of another gateway's secret, of
/// an endpoint that is gone, or not a token at all is as good as none. Not responsible for whether the endpoint is up.
public struct StickyCookie: Sendable {
    /// What the cookie is called.
    public let name: [UInt8]
    /// By endpoint index.
    private let tokens: ContiguousArray<Token>
    /// Endpoint indices in the order of their ids.
    private let byID: ContiguousArray<UInt16>
    private let signing: SipHash

    private struct Token: BitwiseCopyable {
        var id: UInt64
        var mac: UInt64
    }

    /// Bytes of a value.
    private static let length = 33

    /// - Parameters:
    ///   - secret: shared by the gateways of one site; at least 16 random bytes are advised.
    ///   - endpoints: the route's, by index.
    public init(name: String, secret: [UInt8], endpoints: [Endpoint]) {
        precondition(endpoints.count <= Int(UInt16.max), "at most 65,535 endpoints a route")
        self.name = Array(name.utf8)
        // Two keys that say nothing of one another, from one secret of any length.
        let naming = Self.key(secret, label: 0x6E61_6D69_6E67)
        let signing = Self.key(secret, label: 0x7369_676E_696E_67)
        self.signing = signing
        self.tokens = ContiguousArray(
            endpoints.map { endpoint in
                let id = naming.hash(Array(endpoint.description.utf8).span)
                return Token(id: id, mac: Self.mac(id, signing))
            }
        )
        let tokens = self.tokens
        self.byID = ContiguousArray(
            endpoints.indices.map { UInt16($0) }.sorted {
                (tokens[Int($0)].id, $0) < (tokens[Int($1)].id, $1)
            }
        )
    }

    private static func key(_ secret: [UInt8], label: UInt64) -> SipHash {
        SipHash(SipHash(label, 0).hash(secret.span), SipHash(label, 1).hash(secret.span))
    }

    private static func mac(_ id: UInt64, _ key: SipHash) -> UInt64 { key.hash(id, UInt64(Self.length)) }

    /// Appends the value of a `Set-Cookie` field that brings the client back to endpoint `index`.
    ///
    /// It has no lifetime of its own: it ends with the browser's session.
    public func append(_ index: Int, isSecure: Bool, to buffer: inout Buffer) {
        buffer.append(self.name)
        buffer.append("=")
        self.append(fixed: self.tokens[index].id, to: &buffer)
        buffer.append(".")
        self.append(fixed: self.tokens[index].mac, to: &buffer)
        buffer.append("; Path=/; HttpOnly; SameSite=Lax")
        if isSecure { buffer.append("; Secure") }
    }

    private func append(fixed value: UInt64, to buffer: inout Buffer) {
        for digit in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt64(60 - digit * 4)) & 15
            buffer.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
        }
    }

    /// The index of the endpoint that a `Cookie` field's value names; nil when none of its cookies is ours and valid.
    public func endpoint(in bytes: borrowing Span<UInt8>, _ field: Range<Int>) -> Int? {
        var pairs = CookiePairs(field)
        while let value = pairs.next(bytes, name: self.name) {
            guard value.count == Self.length, bytes[value.lowerBound + 16] == UInt8(ascii: ".") else { continue }
            guard let id = Self.word(bytes, from: value.lowerBound),
                let mac = Self.word(bytes, from: value.lowerBound + 17)
            else { continue }
            if let index = self.index(id: id, mac: mac) { return index }
        }
        return nil
    }

    /// Sixteen lower-case hexadecimal digits.
    private static func word(_ bytes: borrowing Span<UInt8>, from start: Int) -> UInt64? {
        var word: UInt64 = 0
        for offset in start..<start + 16 {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): word = word << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return word
    }

    private func index(id: UInt64, mac: UInt64) -> Int? {
        // Whole words are compared, in the same time whichever digit is wrong, and before anything is looked up.
        guard Self.mac(id, self.signing) ^ mac == 0 else { return nil }
        var low = 0
        var high = self.byID.count
        while low < high {
            let middle = (low + high) / 2
            if self.tokens[Int(self.byID[middle])].id < id { low = middle + 1 } else { high = middle }
        }
        guard low < self.byID.count else { return nil }
        let index = Int(self.byID[low])
        return self.tokens[index].id == id ? index : nil
    }
}
