internal import GatewayConfig
internal import HTTPTypes
internal import Hummingbird

/// A refusal of the admin API as RFC 9457 says it: what is wrong and what to do.
struct AdminProblem: Error {
    var status: HTTPResponse.Status
    var detail: String
    var fields: HTTPFields = [:]
    /// The problems of a configuration, when it is about one.
    var problems: [Problem]?

    var response: Response {
        let body = Body(
            title: self.status.reasonPhrase,
            status: self.status.code,
            detail: self.detail,
            problems: self.problems.map { $0.map(ProblemBody.init) }
        )
        var fields = self.fields
        fields[.contentType] = "application/problem+json"
        return Response(status: self.status, headers: fields, text: AdminJSON.encode(body))
    }

    private struct Body: Encodable {
        let title: String
        let status: Int
        let detail: String
        let problems: [ProblemBody]?
    }
}

extension AdminProblem {
    static let unauthorized = AdminProblem(
        status: .unauthorized,
        detail: "This address asks for a token: send `Authorization: Bearer TOKEN`.",
        fields: [.wwwAuthenticate: "Bearer realm=\"goodgate\""]
    )

    static let foreignPage = AdminProblem(
        status: .forbidden,
        detail: "A page of another site sent this. Send it yourself, for example with curl, or set a token."
    )

    static func foreignHost(_ host: String) -> AdminProblem {
        AdminProblem(
            status: .misdirectedRequest,
            detail: "\"\(host.prefix(100))\" is not a name of this address. Use its IP address or localhost, or set "
                + "`admin.token-file`, after which any name will do."
        )
    }

    static func noSuchPath(_ path: String) -> AdminProblem {
        let paths = AdminPath.allCases.map(\.rawValue).joined(separator: " ")
        return AdminProblem(status: .notFound, detail: "There is no \(path.prefix(100)) here, only \(paths).")
    }

    static func wrongMethod(_ method: HTTPRequest.Method, _ path: AdminPath) -> AdminProblem {
        let allowed = path.methods.map(\.rawValue).joined(separator: ", ")
        return AdminProblem(
            status: .methodNotAllowed,
            detail: "\(path.rawValue) takes \(allowed), not \(method.rawValue.prefix(40)).",
            fields: [.allow: allowed]
        )
    }

    static func contentTooLarge(limit: Int) -> AdminProblem {
        AdminProblem(status: .contentTooLarge, detail: "No request here needs more than \(limit) bytes of content.")
    }

    static func noSuchFault(_ id: String) -> AdminProblem {
        AdminProblem(
            status: .notFound,
            detail: "The recorder has no exchange \(id.prefix(100)). It keeps the newest that failed or were saved "
                + "(`recorder.capacity`), since the start of this process."
        )
    }

    static let badPurge = AdminProblem(
        status: .badRequest,
        detail:
            "Send one of {\"url\": \"https://host/path\"}, {\"tag\": \"name\"} and {\"all\": true} as JSON, and nothing else."
    )

    static let notAURL = AdminProblem(
        status: .unprocessableContent,
        detail:
            "`url` is no absolute http or https URL in ASCII. Write it as it stands in requests: https://host/path?query."
    )

    static func badQuery(_ detail: String) -> AdminProblem { AdminProblem(status: .badRequest, detail: detail) }
}
