/// Somewhere else to look when the site cannot be reached as it should: whether it is only the site.
///
/// Pages made for this purpose answer the same to everybody, so that a network that answers in their place shows.
public struct Control: Hashable, Sendable {
    public var target: Target
    /// What it answers; nil for whatever it is.
    public var status: UInt16?
    public var text: String?

    public init(_ target: Target, status: UInt16? = nil, text: String? = nil) {
        self.target = target
        self.status = status
        self.text = text
    }

    /// Those that browsers and systems ask themselves, of different owners.
    public static let usual: [Control] = [
        ("http://connectivitycheck.gstatic.com/generate_204", 204, nil),
        ("http://detectportal.firefox.com/success.txt", 200, "success"),
        ("http://www.example.com/", nil, nil),
    ].compactMap { url, status, text in
        (try? Target(url)).map { Control($0, status: status, text: text) }
    }

    /// Whether the answer is not the page's own.
    func isForeign(_ visit: Visit) -> Bool {
        guard let response = visit.response else { return false }
        if response.status == 511 { return true }
        guard let status = self.status else { return false }
        // A page that fails is no portal.
        guard response.status == status else { return response.status < 500 }
        guard let text = self.text else { return false }
        return !String(decoding: response.content.prefix(1024), as: UTF8.self).contains(text)
    }
}
