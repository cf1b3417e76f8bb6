/// Everything that a walk saw: what verdicts and reports are made from.
public struct Observations: Sendable {
    /// One redirect and what came of it.
    public struct Hop: Sendable {
        public var target: Target
        public var resolution: Resolution
        public var visit: Visit?
    }

    /// One try of the pattern.
    public struct Sample: Sendable {
        public var visit: Visit
        /// Milliseconds since the try before.
        public var gap: UInt64
    }

    /// A look somewhere else.
    public struct ControlLook: Sendable {
        public var control: Control
        public var resolution: Resolution
        public var visit: Visit?
        /// Which of the visits is its own.
        var place: Int?

        init(control: Control, resolution: Resolution) {
            self.control = control
            self.resolution = resolution
        }
    }

    public enum RedirectProblem: Hashable, Sendable {
        case loop
        case tooMany
        /// A location that cannot be followed.
        case unusable(String)
    }

    public var target: Target
    public var method = "GET"
    /// Names of the fields that were given by hand; their values are nobody else's business.
    public var fieldNames: [String] = []
    /// Milliseconds since 1970.
    public var started: UInt64
    public var here = HereFacts()
    public var resolution: Resolution
    /// Where the zone's own servers were asked.
    public var zone: ZoneFacts?
    /// Of addresses that only those have.
    public var zonePages: [Visit] = []
    /// One for each address.
    public var pages: [Visit] = []
    /// Another port of an address whose asked port lets nobody in.
    public var otherPort: Visit?
    /// Again without verifying the certificate.
    public var unverified: [Visit] = []
    /// Again in HTTP/1.1 where the page came in HTTP/2.
    public var versions: [Visit] = []
    /// The same with a session taken up, which failed and was done again with a full handshake.
    public var resumptions: [Visit] = []
    /// Handshakes with other names and protocols.
    public var handshakes: [Visit] = []
    /// The same at a server behind the gateway.
    public var originHandshakes: [Visit] = []
    public var hops: [Hop] = []
    public var redirectProblem: RedirectProblem?
    /// Requests with one thing changed.
    public var contrasts: [Visit] = []
    public var samples: [Sample] = []
    public var reuse: [Visit] = []
    public var origins: [Visit] = []
    public var controls: [ControlLook] = []
    /// The way to an address that did not answer.
    public var path: PathFacts?
    public var milliseconds: Double = 0
    /// How long each stage took that was walked, in their order.
    public var stages: [StageTime] = []
    public var requests = 0
    /// The time or the number of requests was used up before everything was looked at.
    public var isCutShort = false

    public init(target: Target, started: UInt64) {
        self.target = target
        self.started = started
        self.resolution = Resolution(host: target.host)
    }

    /// The last response on the way, after redirects.
    public var final: Visit? {
        if let last = self.hops.last { return last.visit }
        return self.pages.first { $0.response != nil } ?? self.unverified.first { $0.response != nil }
            ?? self.pages.first
    }

    /// Where the site says that it speaks HTTP/3; browsers take such an offer from `https` only.
    public var http3: HTTP3Offer? {
        let pages = self.target.scheme == .https ? self.pages : []
        let hops = self.hops.filter { $0.target.scheme == .https }
        let fields = (pages + hops.compactMap(\.visit)).flatMap { $0.response?.fields("alt-svc") ?? [] }
        let protocols = self.resolution.protocols + hops.flatMap(\.resolution.protocols)
        return HTTP3Offer(fields: fields, protocols: protocols)
    }

    /// The last thing that was asked for, after redirects.
    public var finalTarget: Target { self.hops.last?.target ?? self.target }
}
