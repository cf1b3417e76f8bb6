extension ListenerTLS {
    /// For the description and for the difference of two configurations; key files are named, never read.
    var settings: [WrittenSetting] {
        [
            WrittenSetting("certificates", texts: self.certificates.map(\.text)),
            WrittenSetting("minimum-version", text: self.minimumVersion.rawValue),
            WrittenSetting("hsts", self.strictTransport),
            WrittenSetting("session-tickets", isOn: self.sessionTickets),
            WrittenSetting("ocsp-fetch", isOn: self.fetchesStaples),
            WrittenSetting("client-certificates", text: self.clientCertificates.rawValue),
            WrittenSetting("client-authorities", text: self.clientAuthorities),
            WrittenSetting("client-field", text: self.clientField),
        ]
    }
}

extension ListenerTLS.Certificate {
    fileprivate var text: String {
        "\(self.certificate) with \(self.key)" + (self.staple.map { " and \($0)" } ?? "")
    }
}
