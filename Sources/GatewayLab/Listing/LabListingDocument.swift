/// The JSON form of the listing.
struct LabListingDocument: Sendable, Encodable {
    let address: String?
    let nameServer: String?
    let authority: String?
    let scenarios: [LabListingEntry]
    let pages: [LabListingPage]
}

/// A healthy page as the listing shows it.
struct LabListingPage: Sendable, Encodable {
    let path: String
    let summary: String
}
