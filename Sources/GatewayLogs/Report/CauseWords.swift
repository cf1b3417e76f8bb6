import GatewayFaults
import GatewayGuide

/// What is said about a group of failures: what it is, who must act, what to do.
struct CauseWords {
    let title: String
    let meaning: String
    let who: String
    let fix: String

    init(_ group: CauseGroup) {
        let status = group.key.status == 0 ? "" : " \(group.key.status)"
        switch group.key.verdict {
        case .told, .fine, .clientLeft:
            guard let detail = group.key.detail else {
                self = Self.unclassified(status)
                return
            }
            self.title = Guide.words(for: detail).title
            self.meaning = group.row?.meaning ?? Guide.words(for: detail).whatHappened
            self.who = Responsibility.words(for: detail)
            self.fix = Remedies.words(for: detail, row: group.row)
        case .origin:
            self.title = "The application itself answered\(status)"
            self.meaning = "The status came from the upstream; the gateway only passed it on."
            self.who = "the application's developers"
            self.fix = "The gateway is not the cause. Look into the application's own log at these times."
        case .untold:
            self.title = "Status\(status), and this log does not say why"
            self.meaning = "An access log in this format has no reason, and no error log here explains it."
            self.who = "you, for a better log"
            self.fix =
                "Give the gateway's error log of the same time too (for nginx error.log), or log the upstream: "
                + "`$upstream_addr $upstream_status $upstream_connect_time $upstream_header_time`."
        case .unclassified:
            self = Self.unclassified(status)
        }
    }

    private init(title: String, meaning: String, who: String, fix: String) {
        self.title = title
        self.meaning = meaning
        self.who = who
        self.fix = fix
    }

    private static func unclassified(_ status: String) -> CauseWords {
        CauseWords(
            title: "Failed\(status) for a reason that is not known here",
            meaning: "The line has a reason, and it is in none of our tables. Nothing is guessed.",
            who: "whoever can read the line",
            fix: "Read the sample lines; `goodgate explain` may know a part of them."
        )
    }
}
