import GatewayBytes
import GatewayCore
import GatewayWire

/// A request as routing sees it.
struct Query: Sendable {
    var authority = "h.example"
    var path = "/"
    var method = "GET"
}

extension RouteTable {
    private static let methods: [String: Method] = [
        "GET": .get, "HEAD": .head, "POST": .post, "PUT": .put, "DELETE": .delete, "CONNECT": .connect,
        "OPTIONS": .options, "TRACE": .trace, "PATCH": .patch,
    ]

    /// Looks up a request whose parts lie side by side in one buffer, with other bytes around them.
    func find(_ query: Query) -> Int? {
        var bytes: [UInt8] = Array("/".utf8)
        func place(_ text: String) -> ByteRange {
            let start = bytes.count
            bytes += Array(text.utf8) + Array("/x.".utf8)
            return ByteRange(from: start, to: start + text.utf8.count)
        }
        let authority = place(query.authority)
        let path = place(query.path)
        let methodRange = place(query.method)
        return self.find(
            bytes.span,
            authority: authority,
            path: path,
            method: Self.methods[query.method] ?? .other,
            methodRange: methodRange
        )
    }
}
