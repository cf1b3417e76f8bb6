/// What one intermediary says about a response in the `Proxy-Status` field (RFC 9209 §2).
///
/// Responsible for the meaning and order of the parameters. Not responsible for deciding what may be told to whom:
/// `ProxyStatusDetail` does that, through `redacted(for:)`.
public struct ProxyStatusMember: Hashable, Sendable {
    /// The value of `error`: a registered type, or the name of one that we do not know.
    public enum ErrorType: Hashable, Sendable {
        case known(Fault.Kind)
        case other(String)

        public var token: String {
            switch self {
            case .known(let kind): kind.token
            case .other(let name): name
            }
        }

        public init(token: String) {
            self = Fault.Kind(token: token).map(Self.known) ?? .other(token)
        }
    }

    /// A parameter that has no property of its own, or whose value had an unexpected type.
    public struct Parameter: Hashable, Sendable {
        public let key: String
        public let value: StructuredValue

        public init(key: String, value: StructuredValue) {
            self.key = key
            self.value = value
        }
    }

    /// The name of the deployment, not of the product (RFC 9209 §2).
    public var identity: String
    public var error: ErrorType?
    public var rcode: String?
    public var infoCode: Int64?
    public var alertID: Int64?
    public var alertMessage: String?
    public var statusCode: Int64?
    public var statusPhrase: String?
    public var headerSectionSize: Int64?
    public var headerName: String?
    public var headerSize: Int64?
    public var bodySize: Int64?
    public var trailerSectionSize: Int64?
    public var trailerName: String?
    public var trailerSize: Int64?
    public var coding: String?
    public var nextHop: String?
    public var nextProtocol: String?
    public var receivedStatus: Int64?
    public var details: String?
    public var others: [Parameter] = []

    public init(identity: String, error: Fault.Kind? = nil) {
        self.identity = identity
        self.error = error.map(ErrorType.known)
    }

    /// The member that tells a fault, with the parameters that its code supplies.
    public init(identity: String, fault: Fault) {
        self.init(identity: identity, error: fault.kind)
        switch fault.detail.codeMeaning {
        case .dnsRcode:
            self.rcode = fault.code == 0 ? nil : DNSRcode.name(fault.code)
        case .tlsAlert:
            self.alertID = Int64(fault.code)
            self.alertMessage = TLSAlert.name(fault.code)
        case .status where fault.code != 0 && fault.side == .upstream:
            self.receivedStatus = Int64(fault.code)
        case .none, .errno, .offset, .status, .http2Error, .limit, .milliseconds:
            break
        }
        if fault.kind == .httpRequestError { self.statusCode = Int64(fault.detail.status) }
        self.details = fault.detail.token
    }

    /// The member as text, always a valid list member.
    public var serialized: String {
        var text = StructuredValue.token(self.identity).serialized
        for parameter in self.parameters { text += Self.parameterText(parameter) }
        return text
    }

    /// The field value that says what was said before and then this: existing members stay byte for byte and ours is
    /// last, the place closest to the client (RFC 9209 §2).
    ///
    /// An existing value that is not a valid list, or longer than the reader accepts, is dropped: nobody could read
    /// it, and it would make ours unreadable too (RFC 9651 §4.2).
    public func appended(to existing: String?) -> String {
        guard let existing, let read = try? ProxyStatus(parsing: existing), !read.members.isEmpty else {
            return self.serialized
        }
        let kept = existing.drop { $0 == " " }
        return kept + ", " + self.serialized
    }

    private static func parameterText(_ parameter: Parameter) -> String {
        if parameter.value == .boolean(true) { return "; " + parameter.key }
        return "; " + parameter.key + "=" + parameter.value.serialized
    }
}
