public import GatewayFaults

/// One way in which a peer misbehaves, and how to meet it.
///
/// A description only: what the peer does on the wire is the scenario's script, which stays inside the lab.
public struct Scenario: Sendable, Hashable, CustomStringConvertible {
    /// Where a scenario can be met.
    public enum Place: String, Sendable, Hashable {
        /// On the lab's main port under `/<name>`, and on a port of its own.
        case path
        /// Only on a port of its own, because it begins before a path can be read.
        case ownPort
        /// Only on a Unix socket path.
        case unixSocket
        /// At an address that the lab knows but does not listen on.
        case address
        /// Only on a port of its own to which a gateway speaks TLS, trusting `Lab.authorityFile`.
        case tls
        /// Only on a port of its own to which a gateway speaks HTTP/2 by prior knowledge (`h2c://`).
        case http2
        /// Under a name that the lab's own name server is asked for.
        case name
    }

    /// The name used in paths, on the command line and in reports.
    public let name: String
    /// What the peer does, in one sentence.
    public let summary: String
    /// The fault a gateway must see; `nil` when a correct gateway sees none.
    public let provokes: Fault.Detail?
    /// Faults that the kernel may show instead because two events race; empty for nearly all.
    public let mayAlsoBe: [Fault.Detail]
    /// How to ask so that it happens.
    public let ask: Ask
    /// The status a client of the gateway gets.
    ///
    /// A fault after the head cannot change it (`cutsOff`), and one on a reused connection is mended by a retry.
    public let expectedStatus: Int
    /// True when the response can only be broken off, because its head may already be on its way to the client.
    public let cutsOff: Bool
    /// Where it can be met.
    public let listensAs: Place
    /// What several requests show, where one shows nothing.
    public let trial: Trial?

    public var description: String { self.name }

    init(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail? = nil,
        mayAlsoBe: [Fault.Detail] = [],
        ask: Ask = Ask(),
        status: Int? = nil,
        cutsOff: Bool = false,
        at listensAs: Place = .path,
        trial: Trial? = nil
    ) {
        self.name = name
        self.summary = summary
        self.provokes = detail
        self.mayAlsoBe = mayAlsoBe
        self.ask = ask
        self.expectedStatus = status ?? detail?.status ?? 200
        self.cutsOff = cutsOff
        self.listensAs = listensAs
        self.trial = trial
    }
}
