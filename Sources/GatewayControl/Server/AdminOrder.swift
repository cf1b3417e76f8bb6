internal import Foundation
internal import GatewayGuide
internal import HTTPTypes

/// What an operator asks the admin API to do, read from the content of a request.
///
/// Strict: exactly the members that are known, each of its type. Anything else is refused before anything is changed.
enum AdminOrder {
    struct Endpoint: Decodable {
        static let example = #"{"endpoint": "http://127.0.0.1:9001"}"#
        let endpoint: String

        init(_ content: [UInt8]) throws(AdminProblem) {
            self = try AdminOrder.read(content, ["endpoint"], example: Self.example)
        }
    }

    struct Maintenance: Decodable {
        static let example = #"{"route": "shop", "on": true}"#
        let route: String
        let on: Bool

        init(_ content: [UInt8]) throws(AdminProblem) {
            self = try AdminOrder.read(content, ["route", "on"], example: Self.example)
        }
    }

    /// Any value, for a first look at the names alone.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    private static func read<Order: Decodable>(
        _ content: [UInt8],
        _ known: [String],
        example: String
    ) throws(AdminProblem) -> Order {
        let data = Data(content)
        guard let members = try? JSONDecoder().decode([String: Anything].self, from: data) else {
            throw AdminProblem.badContent("The content is no JSON object. Send for example \(example).")
        }
        if let stranger = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw AdminProblem.badContent("`\(stranger.prefix(40))` means nothing here. Send for example \(example).")
        }
        if let missing = known.first(where: { members[$0] == nil }) {
            throw AdminProblem.badContent("`\(missing)` is missing. Send for example \(example).")
        }
        guard let order = try? JSONDecoder().decode(Order.self, from: data) else {
            throw AdminProblem.badContent("A member has the wrong type. Send for example \(example).")
        }
        return order
    }
}

extension AdminProblem {
    static func badContent(_ detail: String) -> AdminProblem { AdminProblem(status: .badRequest, detail: detail) }

    /// - Parameters:
    ///   - kind: what was named: endpoint or route
    ///   - known: the names there are
    static func unknown(_ kind: String, _ name: String, among known: [String]) -> AdminProblem {
        let near = Likeness.nearest(to: name, among: known, most: 1).first
        let hint =
            near.map { "did you mean \($0)?" }
            ?? (known.isEmpty ? "there is none." : "there are \(known.prefix(10).joined(separator: ", ")).")
        return AdminProblem(
            status: .notFound,
            detail: "No \(kind) is called \"\(name.prefix(200))\"; \(hint) Nothing was changed."
        )
    }
}
