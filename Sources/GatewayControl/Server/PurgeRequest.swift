internal import Foundation
internal import GatewayPlane

/// The content of `POST /cache/purge`: exactly one of `url`, `tag` and `all`.
struct PurgeRequest {
    let purge: CachePurge
    /// What was named, for an error.
    let told: String

    static let mostContent = 64 << 10

    /// - Throws: `AdminProblem` when the content is anything else, so that a typing error never empties the cache.
    init(_ content: [UInt8]) throws(AdminProblem) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(content)) as? [String: Any], object.count == 1,
            let (name, value) = object.first
        else { throw AdminProblem.badPurge }
        switch (name, value) {
        case ("url", let url as String):
            self.purge = .url(url)
            self.told = url
        case ("tag", let tag as String) where !tag.isEmpty && !tag.contains(where: { ", \t".contains($0) }):
            self.purge = .tag(tag)
            self.told = tag
        case ("all", let all as Bool) where all:
            self.purge = .all
            self.told = "all"
        // Default: any other name or type is a mistake, and must not be guessed.
        default: throw AdminProblem.badPurge
        }
    }
}
