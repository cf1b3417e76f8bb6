/// What the main port does for a path.
///
/// The healthy pages are an origin without surprises: known sizes, known times, and an echo. Not responsible for
/// misbehaviour, which is in the scenarios.
enum OriginPage: Sendable {
    /// A fixed series of steps.
    case answer([Step])
    /// Sends the request back, head and content, while it is still coming in.
    case echo
    /// Switches to a protocol that sends back what it receives.
    case upgrade(to: String)
    /// Misbehaves.
    case scenario(Recipe)

    /// A page and the name its requests are counted under.
    struct Choice: Sendable {
        let name: String
        let page: OriginPage
    }

    /// The longest time a page can be asked to wait.
    static let longestWait = 600_000
    static let largestFieldCount = 100_000

    /// The healthy paths, for listings.
    static let paths: [(path: String, summary: String)] = [
        ("/", "A short page; /ok is the same."),
        ("/echo", "Sends the request back: its head, then its content, then its trailers."),
        ("/bytes/N", "N bytes with Content-Length."),
        ("/chunked/N", "N bytes, chunked."),
        ("/slow/MS", "Ten pieces of content with MS milliseconds before each."),
        ("/headers/N", "N additional fields."),
        ("/status/NNN", "That status, 200 to 999."),
        ("/delay/MS", "The short page after MS milliseconds."),
        ("/queue/MS", "The short page after MS milliseconds of work, one request at a time: a queue grows inside."),
        ("/sse", "Server-sent events, one every 100 ms; /sse/N ends after N."),
        ("/upgrade", "Switches to the first protocol offered in Upgrade and echoes; 426 without one."),
    ]

    static func choose(for head: RequestHead) -> Choice {
        let parts = head.path.split(separator: "/", omittingEmptySubsequences: true)
        let name = parts.first.map(String.init) ?? "ok"
        let number = parts.count > 1 ? Int(parts[1]) : nil
        if let recipe = Scenarios.recipesByName[name] {
            return OriginPage.choose(recipe, head: head)
        }
        let answer = OriginAnswer(head: head)
        let wait = min(max(0, number ?? 100), OriginPage.longestWait)
        switch name {
        case "ok": return Choice(name: name, page: .answer(answer.page("ok\n")))
        case "echo": return Choice(name: name, page: .echo)
        case "bytes": return Choice(name: name, page: .answer(answer.bytes(max(0, number ?? 0))))
        case "chunked": return Choice(name: name, page: .answer(answer.chunked(max(0, number ?? 0))))
        case "slow": return Choice(name: name, page: .answer(answer.slow(everyMilliseconds: wait)))
        case "headers":
            let count = min(max(0, number ?? 0), OriginPage.largestFieldCount)
            return Choice(name: name, page: .answer(answer.page("ok\n", additionalFields: count)))
        case "status":
            let status = min(max(200, number ?? 200), 999)
            return Choice(name: name, page: .answer(answer.page("status \(status)\n", status: status)))
        case "delay":
            let steps = [.pause(.milliseconds(wait))] + answer.page("ok\n")
            return Choice(name: name, page: .answer(steps))
        case "queue":
            let steps = [.pause(.turn(milliseconds: wait))] + answer.page("ok\n")
            return Choice(name: name, page: .answer(steps))
        case "sse": return Choice(name: name, page: .answer(answer.events(count: number)))
        case "upgrade":
            guard let offered = head.upgrade, !offered.isEmpty else {
                let steps = answer.page("offer a protocol\n", status: 426, fields: "Upgrade: echo\r\n")
                return Choice(name: name, page: .answer(steps))
            }
            return Choice(name: name, page: .upgrade(to: offered))
        default:
            let text = "There is no such page. See `goodgate lab --list`.\n"
            return Choice(name: "unknown", page: .answer(answer.page(text, status: 404)))
        }
    }

    /// Scenarios that need no HTTP cannot be met by path; saying where they are beats a wrong answer.
    private static func choose(_ recipe: Recipe, head: RequestHead) -> Choice {
        let name = recipe.scenario.name
        guard recipe.scenario.listensAs == .path else {
            let text = "\(name) has an address of its own. See `goodgate lab`.\n"
            return Choice(name: "unknown", page: .answer(OriginAnswer(head: head).page(text, status: 404)))
        }
        return Choice(name: name, page: .scenario(recipe))
    }
}
