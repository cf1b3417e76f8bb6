import GatewayBytes
import GatewayReactor

/// One connection to an encrypted peer: a handshake, then an answer to each request head.
final class LabTLSGuest {
    private(set) var socket: Socket
    let since: UInt64
    private var isAgreed = false
    private var input = Buffer()
    private var output = Buffer()

    /// A head larger than this is nobody's who only wants to see the certificate.
    private static let largestHead = 65_536
    private static let end = Array("\r\n\r\n".utf8)

    init(_ socket: consuming Socket, since: UInt64) {
        self.socket = socket
        self.since = since
    }

    func begin(_ context: TLSContext) -> Bool { self.socket.secure(with: context) }

    /// Goes on as far as the bytes go.
    ///
    /// Returns false when the connection is over.
    func goOn() -> Bool {
        if !self.isAgreed {
            switch self.socket.handshake() {
            case .wantsRead, .wantsWrite: return true
            case .failed: return false
            case .finished: self.isAgreed = true
            }
        }
        while true {
            self.input.reserve(4096)
            switch self.socket.read(into: &self.input) {
            case .moved: self.answer()
            case .wouldBlock: return self.flush()
            case .ended, .failed: return false
            }
            guard self.input.count < Self.largestHead, self.flush() else { return false }
        }
    }

    private func answer() {
        while let count = self.headCount() {
            self.input.consume(count)
            self.output.append(text: Scenarios.properAnswer)
        }
    }

    private func headCount() -> Int? {
        self.input.withSpan { bytes in
            var matched = 0
            for index in bytes.indices {
                matched = bytes[index] == Self.end[matched] ? matched + 1 : (bytes[index] == Self.end[0] ? 1 : 0)
                if matched == Self.end.count { return index + 1 }
            }
            return nil
        }
    }

    private func flush() -> Bool {
        while !self.output.isEmpty {
            switch self.socket.write(from: &self.output) {
            case .moved: continue
            case .wouldBlock: return self.output.count < Self.largestHead
            case .ended, .failed: return false
            }
        }
        return true
    }
}
