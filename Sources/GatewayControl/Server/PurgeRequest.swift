internal import Foundation
internal import GatewayPlane

/// The content of `POST /cache/purge`: exactly one of `url`, `tag` and `all`.
struct PurgeRequest: Decodable {
    let purge: CachePurge

    static let mostContent = 64 << 10

    /// - Throws: `AdminProblem` when the content is anything else, so that a typing error never empties the cache.
    init(_ content: [UInt8]) throws(AdminProblem) {
        guard let request = try? JSONDecoder().decode(PurgeRequest.self, from: Data(content)) else {
            throw AdminProblem.badPurge
        }
        self = request
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Name.self)
        guard object.allKeys.count == 1, let name = object.allKeys.first else { throw AdminProblem.badPurge }
        switch name.stringValue {
        case "url": self.purge = .url(try object.decode(String.self, forKey: name))
        case "tag":
            let tag = try object.decode(String.self, forKey: name)
            // No response can carry such a tag: it is a mistake.
            guard !tag.isEmpty, !tag.contains(where: { ", \t".contains($0) }) else { throw AdminProblem.badPurge }
            self.purge = .tag(tag)
        case "all":
            guard try object.decode(Bool.self, forKey: name) else { throw AdminProblem.badPurge }
            self.purge = .all
        // Default: any other name is a mistake, and must not be guessed.
        default: throw AdminProblem.badPurge
        }
    }

    /// Any name, so that unknown ones are seen.
    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }
}
