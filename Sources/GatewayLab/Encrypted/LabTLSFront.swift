import GatewayReactor

/// A port and the certificate that is shown there.
final class LabTLSFront {
    let listener: Listener
    let context: TLSContext

    init(_ listener: consuming Listener, _ context: TLSContext) {
        self.listener = listener
        self.context = context
    }
}
