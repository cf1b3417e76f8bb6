import Foundation
import GatewayReactor

/// The certificates of a lab's encrypted peers, made when it starts, in files that go with it.
///
/// A gateway that trusts `authority` finds exactly one thing wrong with each.
struct LabCertificates: Sendable {
    /// The authority that signs, as a file to trust.
    let authority: String
    private let directory: URL

    private static let day: Int64 = 86_400
    private static let year: Int64 = 365 * day

    /// Throws the system's error for a file that cannot be written.
    init(in directory: URL, now: Date = Date()) throws {
        let now = Int64(now.timeIntervalSince1970)
        self.directory = directory
        self.authority = directory.appending(path: "authority.pem").path
        let root = try Self.authority("Lab Authority", now)
        let stranger = try Self.authority("Another Authority", now)
        let intermediate = try Self.authority("Lab Intermediate", now, by: root)
        try Self.write(root.certificateText, to: self.authority)
        for kind in LabCertificate.allCases {
            let template = Self.template(kind, now)
            let made: MadeCertificate? =
                switch kind {
                case .expired, .notYetValid, .otherName: MadeCertificate(template, by: root)
                case .untrusted: MadeCertificate(template, by: stranger)
                case .selfSigned: MadeCertificate(template)
                case .withoutIntermediate: MadeCertificate(template, by: intermediate)
                }
            guard let made else { throw LabError.certificateRefused(kind.rawValue) }
            try Self.write(made.certificateText, to: self.path(kind, "pem"))
            try Self.write(made.keyText, to: self.path(kind, "key"))
        }
    }

    func files(_ kind: LabCertificate) -> TLSCertificateFiles {
        TLSCertificateFiles(certificate: self.path(kind, "pem"), key: self.path(kind, "key"))
    }

    private func path(_ kind: LabCertificate, _ ending: String) -> String {
        self.directory.appending(path: "\(kind.rawValue).\(ending)").path
    }

    private static func template(_ kind: LabCertificate, _ now: Int64) -> CertificateTemplate {
        var template = CertificateTemplate(
            commonName: "\(kind.rawValue).lab.test",
            names: ["IP:127.0.0.1", "IP:::1", "DNS:localhost"],
            notBefore: now - Self.year,
            notAfter: now + Self.year
        )
        switch kind {
        case .expired: template.notAfter = now - 3 * Self.day
        case .notYetValid: template.notBefore = now + 3 * Self.day
        case .otherName: template.names = ["DNS:other.lab.test"]
        // As public authorities do: it tells a missing intermediate from an unknown issuer.
        case .withoutIntermediate: template.issuerAddress = "http://127.0.0.1/intermediate.der"
        case .untrusted, .selfSigned: break
        }
        return template
    }

    private static func authority(
        _ name: String,
        _ now: Int64,
        by issuer: MadeCertificate? = nil
    ) throws -> MadeCertificate {
        var template = CertificateTemplate(commonName: name, notBefore: now - Self.year, notAfter: now + Self.year)
        template.isAuthority = true
        guard let made = MadeCertificate(template, by: issuer) else { throw LabError.certificateRefused(name) }
        return made
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
