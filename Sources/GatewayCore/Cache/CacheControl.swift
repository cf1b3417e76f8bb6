public import GatewayWire

/// The directives of the `Cache-Control` fields of one message (RFC 9111 §5.2, RFC 5861).
///
/// Unknown directives are ignored. Of repeated ones the most restrictive counts, and a lifetime that cannot be read
/// is 0: RFC 9111 §4.2.1 asks to take such a response for stale. A field list after `no-cache` or `private` is taken
/// as if it were not there, which RFC 9111 §5.2.2.4 and §5.2.2.7 allow and which never keeps too much.
public struct CacheControl: Equatable, Sendable, BitwiseCopyable {
    /// Directives without an argument that we act on.
    public struct Flags: OptionSet, Sendable, BitwiseCopyable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        public static let noStore = Flags(rawValue: 1)
        public static let noCache = Flags(rawValue: 2)
        public static let isPrivate = Flags(rawValue: 4)
        public static let isPublic = Flags(rawValue: 8)
        public static let mustRevalidate = Flags(rawValue: 16)
        public static let proxyRevalidate = Flags(rawValue: 32)
        public static let mustUnderstand = Flags(rawValue: 64)
        public static let onlyIfCached = Flags(rawValue: 128)
    }

    public private(set) var flags: Flags = []
    public private(set) var maxAge: UInt32?
    public private(set) var sMaxAge: UInt32?
    /// `UInt32.max` for the directive without an argument: however stale.
    public private(set) var maxStale: UInt32?
    public private(set) var minFresh: UInt32?
    public private(set) var staleWhileRevalidate: UInt32?
    public private(set) var staleIfError: UInt32?

    /// No directives.
    public init() {}

    /// Reads all `Cache-Control` fields of a head; without one, `Pragma: no-cache` counts (RFC 9111 §5.4).
    public init(_ fields: borrowing FieldTable, _ bytes: borrowing Span<UInt8>) {
        if fields.contains(.cacheControl) {
            for index in 0..<fields.count where fields[index].known == .cacheControl {
                var list = QuotedList(fields[index].value)
                while let element = list.next(bytes) { self.take(element, bytes) }
            }
        } else if fields.contains(.pragma) {
            for index in 0..<fields.count where fields[index].known == .pragma {
                var list = QuotedList(fields[index].value)
                while let element = list.next(bytes) {
                    if bytes.matches(element, Self.noCacheName) { self.flags.insert(.noCache) }
                }
            }
        }
    }

    /// Whether the response says how long it is fresh, or that everybody may keep it.
    internal var isExplicit: Bool {
        self.maxAge != nil || self.sMaxAge != nil || self.flags.contains(.isPublic)
    }

    private static let noCacheName = Array("no-cache".utf8)

    private enum Directive {
        case flag(Flags)
        case maxAge, sMaxAge, maxStale, minFresh, staleWhileRevalidate, staleIfError
    }

    private static let directives: [(name: [UInt8], directive: Directive)] = [
        (Array("max-age".utf8), .maxAge),
        (Array("s-maxage".utf8), .sMaxAge),
        (Self.noCacheName, .flag(.noCache)),
        (Array("no-store".utf8), .flag(.noStore)),
        (Array("private".utf8), .flag(.isPrivate)),
        (Array("public".utf8), .flag(.isPublic)),
        (Array("must-revalidate".utf8), .flag(.mustRevalidate)),
        (Array("proxy-revalidate".utf8), .flag(.proxyRevalidate)),
        (Array("must-understand".utf8), .flag(.mustUnderstand)),
        (Array("only-if-cached".utf8), .flag(.onlyIfCached)),
        (Array("max-stale".utf8), .maxStale),
        (Array("min-fresh".utf8), .minFresh),
        (Array("stale-while-revalidate".utf8), .staleWhileRevalidate),
        (Array("stale-if-error".utf8), .staleIfError),
    ]

    private mutating func take(_ element: ByteRange, _ bytes: borrowing Span<UInt8>) {
        var equals = Int(element.start)
        while equals < Int(element.end), bytes[equals] != UInt8(ascii: "=") { equals += 1 }
        let name = bytes.trimmed(ByteRange(from: Int(element.start), to: equals))
        let hasArgument = equals < Int(element.end)
        let argument = bytes.trimmed(ByteRange(from: min(equals + 1, Int(element.end)), to: Int(element.end)))
        for index in Self.directives.indices where bytes.matches(name, Self.directives[index].name) {
            let seconds = hasArgument ? bytes.deltaSeconds(argument) : nil
            self.take(Self.directives[index].directive, seconds, hasArgument: hasArgument)
            return
        }
    }

    private mutating func take(_ directive: Directive, _ seconds: UInt32?, hasArgument: Bool) {
        switch directive {
        case .flag(let flag): self.flags.insert(flag)
        case .maxAge: self.maxAge = min(self.maxAge ?? .max, seconds ?? 0)
        case .sMaxAge: self.sMaxAge = min(self.sMaxAge ?? .max, seconds ?? 0)
        case .maxStale:
            guard let value = hasArgument ? seconds : .max else { return }
            self.maxStale = min(self.maxStale ?? .max, value)
        case .minFresh: self.minFresh = seconds.map { max(self.minFresh ?? 0, $0) } ?? self.minFresh
        case .staleWhileRevalidate:
            self.staleWhileRevalidate =
                seconds.map { min(self.staleWhileRevalidate ?? .max, $0) } ?? self.staleWhileRevalidate
        case .staleIfError:
            self.staleIfError = seconds.map { min(self.staleIfError ?? .max, $0) } ?? self.staleIfError
        }
    }
}
