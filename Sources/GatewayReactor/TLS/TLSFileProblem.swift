internal import CGatewaySystem

/// Why a file of certificates or keys cannot be used.
public struct TLSFileProblem: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// The errno of opening or reading it.
        case unreadable(Int32)
        case tooLarge
        case empty
        /// Binary DER where PEM is expected.
        case binary
        case noCertificate
        /// Private keys instead of certificates.
        case keyAlone
        /// A request for a certificate (CSR) instead of what was issued.
        case onlyRequest
        /// The how manieth of the file, and the line that it begins in; 0 where that cannot be told.
        case certificateBroken(number: Int, line: Int)
        case noKey
        /// Certificates instead of a private key.
        case certificateAlone
        /// The key asks for a pass phrase, and nobody is there to type it.
        case keyEncrypted
        case keyBroken(line: Int)
        /// The key is not that of the certificate.
        case keyMismatch
        /// The key is that of a later certificate of the file, the how manieth.
        case keyOfLater(Int)
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
        case .empty: "the file is empty"
        case .binary: "the file is in binary form (DER), not PEM"
        case .noCertificate: "the file holds no certificate in PEM form"
        case .keyAlone: "the file holds a private key and no certificate"
        case .onlyRequest: "the file holds a request for a certificate (CSR), not the certificate"
        case .certificateBroken(_, 0): "a certificate in the file is broken"
        case .certificateBroken(let number, let line):
            "certificate \(number) of the file, which begins in line \(line), is broken"
        case .noKey: "the file holds no private key in PEM form"
        case .certificateAlone: "the file holds a certificate and no private key"
        case .keyEncrypted: "the private key needs a pass phrase"
        case .keyBroken(let line): "the private key, which begins in line \(line) of the file, is broken"
        case .keyMismatch: "the key is not that of the certificate"
        case .keyOfLater(let number): "the key is that of certificate \(number) of the file, not of the first"
        case .tooWeak: "the key or its signature is too weak"
        case .noStaple: "the file holds no OCSP response in DER form"
        case .tooManyCertificates: "the file holds more than \(TLSCertificate.chainLimit) certificates"
        case .refused(let reason): "OpenSSL refuses it (reason \(reason))"
        }
    }
}

extension TLSFileProblem.Reason {
    /// Whether a private key was looked for.
    public var isOfKey: Bool {
        switch self {
        case .noKey, .certificateAlone, .keyEncrypted, .keyBroken, .keyMismatch: true
        case .unreadable, .tooLarge, .empty, .binary, .noCertificate, .keyAlone, .onlyRequest, .certificateBroken,
            .keyOfLater, .tooWeak, .noStaple, .tooManyCertificates, .refused:
            false
        }
    }
}
