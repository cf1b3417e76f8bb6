public import GatewayFaults

/// Who made a response, how sure that is, and what it says about whoever stands behind.
///
/// In the order of precedence that the evidence has: `Proxy-Status`, marks that only the maker sets, its page, its
/// fields, and last how long it took. Pure; not responsible for what to do about it.
public struct Attribution: Sendable {
    /// nil when nothing points to anybody.
    public var product: FingerprintBook.Product?
    /// By what name it calls itself, where it has no row in the book.
    public var identity: String?
    public var madeBy = FingerprintBook.Maker.product
    /// 0 to 1.
    public var confidence = 0.0
    public var evidence: [String] = []
    /// What went wrong between the maker and whoever stands behind it, most likely first.
    public var errors: [Fault.Kind] = []
    /// The maker said so itself: no guess by its status.
    public var isStated = false
    /// Everyone who left a name on the way, nearest to the visitor first.
    public var chain: [String] = []

    public var name: String? { self.product?.name ?? self.identity }

    public init(_ traits: ResponseTraits, book: FingerprintBook = .current) {
        self.chain = Self.chain(traits)
        if self.readProxyStatus(traits, book: book) { return }
        let found = book.marks.filter { Self.matches($0, traits) }.sorted { $0.points > $1.points }
        if let mark = found.first { self.take(mark, others: found.dropFirst(), traits, book) }
        self.readWall(traits, book: book)
    }

    // MARK: - RFC 9209

    private mutating func readProxyStatus(_ traits: ResponseTraits, book: FingerprintBook) -> Bool {
        guard let value = traits.fields["proxy-status"],
            let status = try? ProxyStatus(parsing: value),
            let member = status.members.last(where: { $0.error != nil })
        else { return false }
        self.identity = member.identity
        if traits.fields["x-incident-id"] != nil { self.product = book.product("goodgate") }
        self.confidence = 0.98
        self.isStated = true
        self.evidence.append("Proxy-Status of \(member.identity) says \(member.error?.token ?? "error")")
        if let details = member.details { self.evidence.append("it adds: \(details)") }
        if let hop = member.nextHop { self.evidence.append("the next hop was \(hop)") }
        if let error = member.error, let kind = Fault.Kind(token: error.token) { self.errors = [kind] }
        return true
    }

    // MARK: - Marks

    private mutating func take(
        _ mark: FingerprintBook.Mark,
        others: ArraySlice<FingerprintBook.Mark>,
        _ traits: ResponseTraits,
        _ book: FingerprintBook
    ) {
        self.product = book.product(mark.product)
        self.madeBy = mark.by
        var points = mark.points
        self.evidence.append(Self.reason(mark, self.product?.name ?? mark.product))
        if let length = traits.length, mark.lengths?.contains(length) == true {
            self.evidence.append("its content has \(length) bytes, as that page always has")
        }
        if others.contains(where: { $0.product == mark.product && $0.body == nil }) { points = min(97, points + 3) }
        if let says = mark.says { self.evidence.append("it says: \(says)") }
        if let errors = mark.errors {
            self.errors = errors.compactMap(Fault.Kind.init(token:))
            self.isStated = true
        } else if mark.by == .product {
            self.errors = book.errors(product: mark.product, status: traits.status)
        }
        self.confidence = Double(points) / 100
    }

    static func matches(_ mark: FingerprintBook.Mark, _ traits: ResponseTraits) -> Bool {
        if let status = mark.status, !status.contains(traits.status) { return false }
        for (name, text) in mark.fields ?? [:] {
            guard let value = traits.fields[name] else { return false }
            guard text.isEmpty || value.lowercased().contains(text.lowercased()) else { return false }
        }
        if let absent = mark.absent, absent.contains(where: { traits.fields[$0] != nil }) { return false }
        if mark.empty == true, !traits.body.isEmpty || (traits.length ?? 0) > 0 { return false }
        if let body = mark.body, !body.allSatisfy({ traits.body.contains($0) }) { return false }
        // Where the length is part of what makes a short text a mark.
        if let lengths = mark.lengths, mark.body?.count == 1, let length = traits.length, !lengths.contains(length) {
            return false
        }
        return true
    }

    private static func reason(_ mark: FingerprintBook.Mark, _ name: String) -> String {
        let fields = (mark.fields ?? [:]).keys.sorted().map { "`\($0)`" }.joined(separator: " and ")
        switch (mark.body != nil, fields.isEmpty) {
        case (true, true): return "the page is one that \(name) makes"
        case (true, false): return "the page and the field \(fields) are those of \(name)"
        case (false, false):
            let empty = mark.empty == true ? ", and the content is empty" : ""
            let absent = (mark.absent ?? []).map { ", without `\($0)`" }.joined()
            return "the field \(fields) is that of \(name)\(absent)\(empty)"
        case (false, true): return "the status is one that only \(name) has"
        }
    }

    // MARK: - Time

    /// An answer after a well-known time, or some of them in a row, was made by whoever stopped waiting.
    private mutating func readWall(_ traits: ResponseTraits, book: FingerprintBook) {
        guard traits.status >= 500, let seconds = traits.seconds, seconds > 5 else { return }
        // One wait is likelier than several in a row.
        for times in 1...3 {
            for wall in book.walls where wall.source != .unverified {
                let expected = Double(wall.seconds * times)
                guard abs(seconds - expected) <= max(0.3, expected * 0.015) else { continue }
                let tries = times > 1 ? ", \(times) times in a row" : ""
                self.evidence.append("it came after \(Int(seconds.rounded())) s: \(wall.who)\(tries)")
                return
            }
        }
    }

    // MARK: - Names on the way

    private static func chain(_ traits: ResponseTraits) -> [String] {
        var names: [String] = []
        if let server = traits.fields["server"] { names.append(server) }
        // RFC 9110 §7.6.3: the recipient nearest to the origin comes first.
        for member in (traits.fields["via"] ?? "").split(separator: ",").reversed() {
            let words = member.split(separator: " ")
            if words.count >= 2 { names.append("via \(words[1...].joined(separator: " "))") }
        }
        return names
    }
}
