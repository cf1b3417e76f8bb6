internal import Foundation
public import GatewayFaults

/// How programs and services that answer for a site are recognised, and what their answers mean.
///
/// One dated document, `docs/fingerprints.json`: products, marks, what a product says by a status, time limits that are
/// known by their length. Data, no decisions: `Attribution` weighs it.
public struct FingerprintBook: Decodable, Sendable {
    public enum Kind: String, Decodable, Hashable, Sendable {
        /// A reverse proxy that the operator runs.
        case proxy
        /// A network of caches or a shield before the site.
        case cdn
        /// A load balancer or platform of a cloud.
        case cloud
        /// On the visitor's side more often than on the site's.
        case forwardProxy = "forward_proxy"
        /// What applications are made with.
        case application
    }

    public struct Product: Decodable, Hashable, Sendable {
        public var id: String
        public var name: String
        public var kind: Kind
    }

    /// Who made a response that carries a mark.
    public enum Maker: String, Decodable, Hashable, Sendable {
        /// The product itself.
        case product
        /// Whoever stands behind it: the product passed it on, or put its own page in its place.
        case behind
    }

    /// How a row is known.
    public enum Source: String, Decodable, Hashable, Sendable {
        case source = "S"
        case documentation = "D"
        case report = "I"
        case measured = "M"
        /// General knowledge: never more than a hint.
        case unverified = "K"
    }

    public struct Mark: Decodable, Hashable, Sendable {
        public var product: String
        public var by: Maker
        /// Lower-case names; every one must be there and hold the text; "" is content with any value.
        public var fields: [String: String]?
        public var absent: [String]?
        /// All must occur in the content.
        public var body: [String]?
        public var empty: Bool?
        public var status: [Int]?
        /// Sizes that the whole content has.
        public var lengths: [Int]?
        /// 1 to 99: how sure it is that who carries it is who it says.
        public var points: Int
        public var source: Source
        /// RFC 9209 types that the mark itself says.
        public var errors: [String]?
        public var says: String?
    }

    /// What can be behind a status of a product, most usual first.
    public struct Meaning: Decodable, Hashable, Sendable {
        public var product: String
        public var status: Int
        public var errors: [String]
    }

    /// A time after which something gives up.
    public struct Wall: Decodable, Hashable, Sendable {
        public var seconds: Int
        public var who: String
        public var source: Source
    }

    /// A domain of a service's that sites make their names an alias of.
    public struct Alias: Decodable, Hashable, Sendable {
        public var suffix: String
        public var product: String
        public var source: Source
        /// Where that is written.
        public var reference: String
    }

    public var version: Int
    public var dated: String
    public var products: [Product]
    public var marks: [Mark]
    public var meanings: [Meaning]
    public var walls: [Wall]
    public var aliases: [Alias]

    /// The book that this program was built with.
    public static let current: FingerprintBook = {
        let decoder = JSONDecoder()
        guard let book = try? decoder.decode(FingerprintBook.self, from: Data(Self.document.utf8)) else {
            // A test reads the document; a program without it still diagnoses what needs no book.
            return FingerprintBook(version: 0, dated: "", products: [], marks: [], meanings: [], walls: [], aliases: [])
        }
        return book
    }()

    public func product(_ id: String) -> Product? { self.products.first { $0.id == id } }

    /// Whose name it is, by its last labels; the longest row that fits counts.
    public func alias(of name: String) -> Alias? {
        let labels = name.lowercased().split(separator: ".")
        let rows = self.aliases.filter { row in
            let suffix = row.suffix.split(separator: ".")
            return labels.count > suffix.count && labels.suffix(suffix.count).elementsEqual(suffix)
        }
        return rows.max { $0.suffix.utf8.count < $1.suffix.utf8.count }
    }

    /// The error types that a status of a product can mean.
    public func errors(product: String, status: Int) -> [Fault.Kind] {
        let meaning = self.meanings.first { $0.product == product && $0.status == status }
        return (meaning?.errors ?? []).compactMap(Fault.Kind.init(token:))
    }
}
