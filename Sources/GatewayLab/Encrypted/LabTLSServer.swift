import GatewayReactor
import Synchronization

/// Servers that speak TLS and are all right but for their certificates, on one thread.
///
/// Every method may be called from any thread. What happens on a connection is `LabTLSLoop`'s.
final class LabTLSServer: Sendable {
    /// Where each certificate is shown.
    let ports: [LabCertificate: Int]
    private let mailbox: Mailbox<LabTLSLoop.End>
    private let thread: Mutex<WorkerThread?>

    /// Carries the loop to its thread.
    private final class Seat: Sendable {
        private let loop: Mutex<LabTLSLoop?>
        init(_ loop: sending LabTLSLoop) { self.loop = Mutex(loop) }
        func run() { self.loop.withLock { $0.take() }?.run() }
    }

    /// Throws the system's error for a port that is taken, and OpenSSL's for a certificate that it refuses.
    init(host: String, wishes: [(LabCertificate, port: Int)], certificates: LabCertificates, options: LabOptions) throws
    {
        let loop = try LabTLSLoop(options)
        var ports: [LabCertificate: Int] = [:]
        for (kind, port) in wishes {
            let settings = TLSServerSettings(certificates: [certificates.files(kind)])
            ports[kind] = try loop.open(host: host, port: port, context: try TLSContext(server: settings))
        }
        self.ports = ports
        self.mailbox = loop.mailbox
        let seat = Seat(loop)
        self.thread = Mutex(try WorkerThread(name: "lab-tls") { seat.run() })
    }

    /// Closes every connection and port; returns when all descriptors are given back.
    func stop() {
        self.mailbox.post(LabTLSLoop.End())
        if let thread = self.thread.withLock({ $0.take() }) { thread.join() }
    }
}
