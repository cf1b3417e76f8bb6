internal import GatewayConfig

/// A problem of a configuration as the admin API tells it.
struct ProblemBody: Encodable {
    let severity: String
    let file: String?
    let line: Int?
    let column: Int?
    let key: String?
    let message: String
    let fix: String?

    init(_ problem: Problem) {
        self.severity = problem.severity.rawValue
        self.file = problem.location?.file
        self.line = problem.location?.line
        self.column = problem.location?.column
        self.key = problem.key.isEmpty ? nil : problem.key
        self.message = problem.message
        self.fix = problem.fix
    }
}
