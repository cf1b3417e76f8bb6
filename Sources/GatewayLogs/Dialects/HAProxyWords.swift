import GatewayFaults
import GatewayGuide

/// What HAProxy says about the connection to the server, where its format is made to: `bc_err='%[bc_err_str]'`,
/// `ssl_bc_err='%[ssl_bc_err_str]'` and `srv=%si` behind the request.
///
/// The termination state alone calls everything that happens before the request is sent `SC` or `sC`.
struct HAProxyWords {
    private let connection: Slice
    private let encryption: Slice
    private let isUnixSocket: Bool

    /// nil where the format has none of it.
    init?(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) {
        let quote = UInt8(ascii: "'")
        guard ByteScan.first(quote, in: bytes, from: start, to: end) < end else { return nil }
        self.connection = Text.value(after: " bc_err='", until: quote, in: bytes, from: start, to: end)
        self.encryption = Text.value(after: " ssl_bc_err='", until: quote, in: bytes, from: start, to: end)
        self.isUnixSocket = Text.find(" srv=unix", in: bytes, from: start, to: end) != nil
    }

    /// Why no session with the server came about; nil where it is not said.
    ///
    /// - Parameter isTimeout: `timeout connect` ran out.
    func cause(isTimeout: Bool, row: UInt16, _ bytes: borrowing Span<UInt8>) -> Cause? {
        self.detail(isTimeout: isTimeout, bytes).map { Cause($0, row: row) }
            ?? CauseBook.shared.named(self.connection, of: .haproxy, in: bytes)
    }

    private func detail(isTimeout: Bool, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        guard !self.connection.isBlank(in: bytes) else { return nil }
        // The connection stands, and still no stream could be begun on it: the beginning of HTTP/2 is missing.
        if self.connection.equals("Success", in: bytes) { return isTimeout ? .settingsTimeout : .http2NotSpoken }
        if self.connection.equals("SSL handshake failure", in: bytes) { return self.ofEncryption(bytes) }
        guard self.isUnixSocket else {
            return self.connection.equals("General socket error", in: bytes) ? .networkUnreachable : nil
        }
        if self.connection.equals("General socket error", in: bytes) { return .socketMissing }
        // A Unix socket has no ports: EAGAIN of its connect is a full queue.
        return self.connection.equals("Out of local source ports on the system", in: bytes) ? .backlogFull : nil
    }

    private func ofEncryption(_ bytes: borrowing Span<UInt8>) -> Fault.Detail {
        func has(_ sign: StaticString) -> Bool {
            Text.find(sign, in: bytes, from: self.encryption.lower, to: self.encryption.upper) != nil
        }
        // OpenSSL had no complaint of its own: the server went away.
        guard !self.encryption.isBlank(in: bytes), !has("unexpected eof") else { return .tlsClosed }
        if has("certificate verify failed") { return .certificateUntrusted }
        if has("wrong version number") || has("packet length too long") { return .plainOnTLSPort }
        return has(" alert ") ? .tlsAlert : .tlsHandshakeFailed
    }
}
