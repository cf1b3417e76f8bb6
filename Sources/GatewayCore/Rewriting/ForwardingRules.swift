internal import GatewayBytes
public import GatewayWire

/// What the gateway adds to every message, rendered once per configuration.
public struct ForwardingRules: ~Copyable, Sendable {
    /// Our pseudonym in `Via` (RFC 9110 §7.6.3) and the mark by which we know our own line again.
    public let viaName: [UInt8]
    public let loopMark: [UInt8]
    /// `Via: 1.0 NAME (MARK)\r\n` and the same for 1.1 and 2.
    private let viaHTTP10: [UInt8]
    private let viaHTTP11: [UInt8]
    private let viaHTTP2: [UInt8]
    /// Names of fields, in lower case, that nobody but the gateway may set.
    let ownFields: [[UInt8]]

    /// - Parameters:
    ///   - identity: a host name or pseudonym; only token characters survive.
    ///   - mark: unique to this process, so that a loop is told from a chain of gateways on one host.
    ///   - ownFields: names in lower case, such as that of the field for the client's certificate.
    public init(identity: String, mark: String, ownFields: [String] = []) {
        self.ownFields = ownFields.map { Array($0.utf8) }
        let name = identity.utf8.map { Self.isTokenByte($0) ? $0 : UInt8(ascii: "-") }
        self.viaName = name.isEmpty ? Array("goodgate".utf8) : name
        // With its parentheses, so that a mark never looks like the beginning of a longer one.
        self.loopMark = Array("(gg-\(mark))".utf8)
        self.viaHTTP10 = Array("Via: 1.0 ".utf8) + self.viaName + Array(" ".utf8) + self.loopMark + Array("\r\n".utf8)
        self.viaHTTP11 = Array("Via: 1.1 ".utf8) + self.viaName + Array(" ".utf8) + self.loopMark + Array("\r\n".utf8)
        self.viaHTTP2 = Array("Via: 2 ".utf8) + self.viaName + Array(" ".utf8) + self.loopMark + Array("\r\n".utf8)
    }

    private init(copying other: borrowing ForwardingRules) {
        self.viaName = other.viaName
        self.loopMark = other.loopMark
        self.viaHTTP10 = other.viaHTTP10
        self.viaHTTP11 = other.viaHTTP11
        self.viaHTTP2 = other.viaHTTP2
        self.ownFields = other.ownFields
    }

    /// The same rules for another owner.
    public func copy() -> ForwardingRules { ForwardingRules(copying: self) }

    /// Appends the line that says in which version a message was received (RFC 9110 §7.6.3).
    func appendVia(_ version: HTTPVersion, to buffer: inout Buffer) {
        switch version {
        case .http10: buffer.append(self.viaHTTP10.span)
        case .http11: buffer.append(self.viaHTTP11.span)
        case .http2: buffer.append(self.viaHTTP2.span)
        }
    }

    /// Whether a client's field must not pass.
    ///
    /// `-` and `_` count as the same: many servers make them one (RFC 3875 §4.1.18), and a forged field would pass.
    func isOwn(_ name: ByteRange, _ bytes: borrowing Span<UInt8>) -> Bool {
        for own in self.ownFields where own.count == Int(name.count) {
            var isSame = true
            for index in own.indices where isSame {
                isSame = Self.folded(bytes[Int(name.start) + index]) == Self.folded(own[index])
            }
            if isSame { return true }
        }
        return false
    }

    /// Whether a field of a request's trailers may go on.
    ///
    /// Servers that merge trailers into the head (RFC 9110 §6.5.1) would read a forged one as ours. The fields that say
    /// who the client is are ours too, whomever we trust: proxies write them into the head.
    public func mayTrail(_ slot: FieldSlot, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard !slot.isHopByHop else { return false }
        switch slot.known {
        case .forwarded, .xForwardedFor, .xForwardedProto, .xForwardedHost: return false
        // Default: one more known field is as good in trailers as one that is not known.
        default: return !self.isOwn(slot.name, bytes)
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "_"): UInt8(ascii: "-")
        default: byte
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// How one route wants its requests changed on the way to an endpoint.
public final class RouteRewrite: Sendable {
    /// What goes into `Host`.
    public enum Host: Sendable, Hashable {
        case pass
        case fixed([UInt8])
    }

    public let host: Host
    /// Bytes of the path to leave out, and what to put there.
    public let strippedPrefix: Int
    public let addedPrefix: [UInt8]

    public init(host: Host = .pass, strippedPrefix: Int = 0, addedPrefix: [UInt8] = []) {
        self.host = host
        self.strippedPrefix = strippedPrefix
        self.addedPrefix = addedPrefix
    }
}

/// What the connection knows about the client of a request.
public struct ClientFacts: Sendable, BitwiseCopyable {
    /// Whether the peer may speak for others: `Forwarded` and `X-Forwarded-*` it sent are kept.
    public var isTrusted: Bool
    public var isTLS: Bool

    public init(isTrusted: Bool, isTLS: Bool) {
        self.isTrusted = isTrusted
        self.isTLS = isTLS
    }
}
