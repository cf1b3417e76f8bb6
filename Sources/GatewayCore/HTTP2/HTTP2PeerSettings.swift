internal import GatewayWire

/// What the peer's SETTINGS say (RFC 9113 §6.5.2), from their initial values on.
internal struct HTTP2PeerSettings: Sendable, BitwiseCopyable {
    internal var headerTableSize = 4096
    /// Unlimited until the peer says otherwise; we open no more than 100 before it did (RFC 9113 §6.5.2 recommends
    /// that no peer allows fewer).
    internal var concurrentStreams = 100
    internal var initialWindow = 65_535
    internal var maxFrameSize = 16_384
    internal var maxHeaderListSize = UInt32.max
    internal var allowsExtendedConnect = false
    private var priorities: UInt32?
    private var isFirst = true

    internal init() {}

    /// Takes over a SETTINGS payload.
    internal mutating func apply(
        _ bytes: borrowing Span<UInt8>,
        _ payload: ByteRange,
        from role: HTTP2Role
    ) throws(HTTP2Error) {
        var offset = Int(payload.start)
        while offset < Int(payload.end) {
            try self.apply(HTTP2Setting(bytes, at: offset), from: role)
            offset &+= 6
        }
        self.isFirst = false
    }

    private mutating func apply(_ setting: HTTP2Setting, from role: HTTP2Role) throws(HTTP2Error) {
        let value = setting.value
        switch setting.name {
        case .headerTableSize: self.headerTableSize = Int(value)
        case .enablePush:
            // A server may only say 0, which is what it may do anyway.
            guard value == 0 || (value == 1 && role == .client) else { throw Self.invalid }
        case .maxConcurrentStreams: self.concurrentStreams = Int(value)
        case .initialWindowSize:
            guard value <= 0x7fff_ffff else { throw .connection(.flowControlError, .settingValueInvalid) }
            self.initialWindow = Int(value)
        case .maxFrameSize:
            guard (16_384...16_777_215).contains(value) else { throw Self.invalid }
            self.maxFrameSize = Int(value)
        case .maxHeaderListSize: self.maxHeaderListSize = value
        case .enableConnectProtocol:
            // RFC 8441 §3: 0 or 1, and never back to 0.
            guard value == 1 || (value == 0 && !self.allowsExtendedConnect) else { throw Self.invalid }
            self.allowsExtendedConnect = value == 1
        case .noRFC7540Priorities:
            // RFC 9218 §2.1: 0 or 1, and it does not change after the first frame.
            guard value <= 1, self.isFirst || value == self.priorities ?? 0 else { throw Self.invalid }
            self.priorities = value
        case nil: break
        }
    }

    private static var invalid: HTTP2Error { .connection(.protocolError, .settingValueInvalid) }
}
