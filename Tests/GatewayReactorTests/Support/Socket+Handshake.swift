import Glibc

@testable import GatewayReactor

extension Socket {
    /// Goes on with a handshake until it is over.
    borrowing func finishHandshake() throws -> TLSProgress {
        let loop = try EventLoop()
        try loop.register(self, token: 1)
        while true {
            let progress = self.handshake()
            guard progress == .wantsRead || progress == .wantsWrite else { return progress }
            guard loop.wait(milliseconds: Loopback.patience) > 0 else {
                throw Loopback.TimedOut(waitingFor: "a handshake")
            }
        }
    }

    /// Another descriptor of the same connection.
    borrowing func duplicate() -> Int32 { dup(self.descriptor) }
}
