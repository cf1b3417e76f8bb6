import GatewayFaults

/// How far a request came on its way from the visitor over the gateway to the application.
///
/// One picture for all forms of the answer: HTML draws it, plain text writes it.
struct Journey {
    enum State {
        case worked, failed, notAsked

        /// The word for readers that see no picture.
        var word: String {
            switch self {
            case .worked: "OK"
            case .failed: "Problem"
            case .notAsked: "Not asked"
            }
        }
    }

    struct Stop {
        let name: String
        let state: State
        /// A few words under the name.
        let note: String
    }

    let stops: [Stop]

    init(_ fault: Fault) {
        let note = Self.note(fault)
        switch fault.side {
        case .client:
            self.stops = [
                Stop(name: "You", state: .failed, note: note),
                Stop(name: "Gateway", state: .worked, note: "Working"),
                Stop(name: "Application", state: .notAsked, note: "Not asked"),
            ]
        case .gateway:
            self.stops = [
                Stop(name: "You", state: .worked, note: "Connected"),
                Stop(name: "Gateway", state: .failed, note: note),
                Stop(name: "Application", state: .notAsked, note: "Not asked"),
            ]
        case .upstream:
            self.stops = [
                Stop(name: "You", state: .worked, note: "Connected"),
                Stop(name: "Gateway", state: .worked, note: "Working"),
                Stop(name: "Application", state: .failed, note: note),
            ]
        }
    }

    private static func note(_ fault: Fault) -> String {
        switch fault.kind {
        case .dnsTimeout, .dnsError: "Not found"
        case .destinationNotFound: "Nothing set up here"
        case .destinationUnavailable: fault.side == .gateway ? "Restarting" : "Not available"
        case .destinationIPProhibited: "May not go there"
        case .destinationIPUnroutable, .connectionTimeout: "Not reachable"
        case .connectionRefused: "Not running"
        case .connectionTerminated: "Hung up"
        case .connectionReadTimeout, .connectionWriteTimeout: "Fell silent"
        case .connectionLimitReached: fault.side == .gateway ? "All places taken" : "Busy"
        case .tlsProtocolError, .tlsAlertReceived: "No safe connection"
        case .tlsCertificateError: "Not trusted"
        case .httpRequestError: Self.requestNote(fault.detail)
        case .httpRequestDenied: "Not let through"
        case .httpResponseIncomplete: "Answer incomplete"
        case .httpResponseHeaderSectionSize, .httpResponseHeaderSize, .httpResponseBodySize,
            .httpResponseTrailerSectionSize, .httpResponseTrailerSize:
            "Answer too large"
        case .httpResponseTransferCoding, .httpResponseContentCoding, .httpProtocolError: "Answer not valid"
        case .httpResponseTimeout: "Too slow"
        case .httpUpgradeFailed: "Did not switch"
        case .proxyInternalResponse: fault.detail == .overloaded ? "Overloaded" : "Answered"
        case .proxyInternalError: fault.detail == .bug ? "Internal error" : "Out of resources"
        case .proxyConfigurationError: "Set up wrongly"
        case .proxyLoopDetected: "Going in circles"
        }
    }

    private static func requestNote(_ detail: Fault.Detail) -> String {
        switch detail.status {
        case 408: "Too slow"
        case 413, 414, 431: "Request too large"
        default: "Request not valid"
        }
    }
}
