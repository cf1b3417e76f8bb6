/// What is wrong with the certificate that an encrypted peer shows.
enum LabCertificate: String, Sendable, Hashable, CaseIterable {
    case expired
    case notYetValid = "not-yet-valid"
    case otherName = "other-name"
    case untrusted
    case selfSigned = "self-signed"
    case withoutIntermediate = "without-intermediate"
}
