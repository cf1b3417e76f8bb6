internal import Foundation
internal import GatewayConfig
internal import NIOCore

/// Why the admin API cannot start: what happened and what to do, for the person at the keyboard.
public struct AdminError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let fix: String

    public var description: String { "\(self.message); \(self.fix)" }

    static func publicWithoutToken(_ address: ListenAddress) -> AdminError {
        AdminError(
            message: "the admin API would be open to everybody who reaches \(address)",
            fix: "give it a token (`admin.token-file`), or listen on 127.0.0.1 or a Unix socket"
        )
    }

    static func ended(_ address: ListenAddress) -> AdminError {
        AdminError(message: "the admin API ended before it listened on \(address)", fix: "report this as a bug")
    }

    init(cannotListenOn address: ListenAddress, _ error: any Error) {
        self.message = "cannot listen on \(address) for the admin API: \(Self.reason(error))"
        self.fix = "choose another address with `--admin ADDR`, or `--admin off`"
    }

    private init(message: String, fix: String) {
        self.message = message
        self.fix = fix
    }

    private static func reason(_ error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode else { return "\(error)" }
        switch code {
        case EADDRINUSE: return "the address is in use (EADDRINUSE)"
        case EACCES: return "not permitted (EACCES)"
        case EADDRNOTAVAIL: return "this machine does not have the address (EADDRNOTAVAIL)"
        case ENOENT: return "the directory does not exist (ENOENT)"
        default: return "errno \(code)"
        }
    }
}
