extension Fault {
    /// Whether the same endpoint would fail in the same way until somebody changes something there.
    ///
    /// Waiting for such an endpoint helps nobody; another one may do.
    public var isLasting: Bool {
        self.kind == .tlsCertificateError || self.detail == .plainOnTLSPort || self.detail == .tlsAlert
            || self.detail == .tlsHandshakeFailed
    }
}
