internal import CGatewaySystem

/// Why a file of certificates or keys cannot be used.
public struct TLSFileProblem: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// The errno of opening or reading it.
        case unreadable(Int32)
        case tooLarge
        case noCertificate
        case certificateBroken
        /// No private key, or one that asks for a pass phrase.
        case noKey
        /// The key is not that of the certificate.
        case keyMismatch
        /// The key or signature is weaker than OpenSSL's security level allows.
        case tooWeak
        /// Not an OCSP response.
        case noStaple
        case tooManyCertificates
        /// OpenSSL refuses it for another reason.
        case refused(Int32)
    }

    public let file: String
    public let reason: Reason

    public init(_ file: String, _ reason: Reason) {
        self.file = file
        self.reason = reason
    }

    /// Without the file's name: "there is no such file".
    public var text: String {
        switch self.reason {
        case .unreadable(ENOENT): "there is no such file"
        case .unreadable(EACCES): "the file may not be read by this user"
        case .unreadable(EISDIR): "it is a directory"
        case .unreadable(let errno): "the file cannot be read (\(Errno.name(errno)))"
        case .tooLarge: "the file is larger than 1 MiB"
        case .noCertificate: "the file holds no certificate in PEM form"
        case .certificateBroken: "a certificate in the file is broken"
        case .noKey: "the file holds no private key in PEM form that needs no pass phrase"
        case .keyMismatch: "the key is not that of the certificate"
        case .tooWeak: "the key or its signature is too weak"
        case .noStaple: "the file holds no OCSP response in DER form"
        case .tooManyCertificates: "the file holds more than \(TLSCertificate.chainLimit) certificates"
        case .refused(let reason): "OpenSSL refuses it (reason \(reason))"
        }
    }
}
