import ArgumentParser
import Foundation
import GatewayConfig
import GatewayDiagnose
import GatewayGuide
import GatewayReactor

/// `goodgate diagnose`: what is wrong with a site, whose fault it is, and what to do.
struct DiagnoseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find out why a site fails: which stage, whose side, what to do.",
        discussion: CommandHelp.text(
            "Walks the way of a request: name, connection to every address, TLS, request and answer, redirects; looks "
                + "again where something failed; and says what is broken, on whose side, why, and who can do what. "
                + "Works for any site, whatever answers there. Polite: one connection at a time to "
                + "each address, at most "
                + "200 requests, and a User-Agent that says who asks. Ends within --timeout, whatever "
                + "the other side does.",
            examples: [
                "goodgate diagnose https://www.example.com/",
                "goodgate diagnose https://shop.example/ --origin 203.0.113.7 --for 30s",
                "goodgate diagnose shop.example --resolver 9.9.9.9 --report ticket.md",
            ],
            exits: [
                .success, .stageHere, .stageResolve, .stageConnect, .stageHandshake, .stageExchange, .stagePattern,
                .usage,
                .failure,
            ]
        )
    )

    @Argument(help: ArgumentHelp("The address that fails; without a scheme https is taken.", valueName: "URL"))
    var url: String

    @Option(
        help: ArgumentHelp(
            "Version of HTTP: both (as browsers do, and each compared), 1.1, or 2; without TLS 2 is taken for granted.",
            valueName: "VERSION"
        )
    )
    var http = "both"

    @Option(
        help: ArgumentHelp("A server behind the gateway, asked directly as well; repeatable.", valueName: "ADDR[:PORT]")
    )
    var origin: [String] = []

    @Option(help: ArgumentHelp("Another name server to compare with; repeatable.", valueName: "ADDR"))
    var resolver: [String] = []

    @Option(help: ArgumentHelp("Tries on fresh connections.", valueName: "N"))
    var samples: Int?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Spread tries over this time, and use a connection after idle times.", valueName: "TIME")
    )
    var duration: String?

    @Option(help: ArgumentHelp("The whole walk takes no longer, without --for.", valueName: "TIME"))
    var timeout = "15s"

    @Option(help: ArgumentHelp("GET, HEAD or OPTIONS.", valueName: "METHOD"))
    var method = "GET"

    @Option(help: ArgumentHelp("A field of the request, such as 'Cookie: a=b'; repeatable.", valueName: "FIELD"))
    var header: [String] = []

    @Option(
        help: ArgumentHelp("Authorities that are trusted instead of the system's.", valueName: "FILE"),
        completion: .file()
    )
    var authorities: String?

    @Option(
        help: ArgumentHelp(
            "Asked when the site cannot be reached, instead of the usual places: is it only me? Repeatable.",
            valueName: "URL"
        )
    )
    var control: [String] = []

    @Flag(help: "Ask nobody but the site and name servers.")
    var noControl = false

    @Option(
        help: ArgumentHelp(
            "Write a report to hand on; the ending says which form: .md, .html or .json.",
            valueName: "FILE"
        ),
        completion: .file(extensions: ["md", "html", "json"])
    )
    var report: String?

    @Flag(help: "Show the values of the URL's query, also in reports: they are no secrets.")
    var showQuery = false

    @Option(
        help: ArgumentHelp(
            "Admin address of the Good Gateway in front, for its side of the story.",
            valueName: "ADDR"
        )
    )
    var admin: String?

    @Flag(
        help: "Compare handshakes with and without name, ALPN and TLS versions; done anyway where a handshake fails."
    )
    var matrix = false

    @Flag(help: "Ask the domain's own name servers; done anyway where a name does not work or answers differ.")
    var zone = false

    @Flag(help: "Send a POST with a few bytes as well, where the site may be asked to take one.")
    var activePost = false

    @Flag(help: "Send ever larger request heads as well (8, 16, 32 KiB), to find a limit.")
    var activeSize = false

    @Flag(help: "Trace the way to the site; done anyway where it cannot be reached. Needs no root.")
    var trace = false

    @Flag(help: "One look at each address and nothing more.")
    var noActive = false

    @Flag(help: "Print JSON (docs/diagnose.schema.json).")
    var json = false

    func run() async throws {
        try await self.reporting {
            var target = try DiagnoseInput.target(self.url)
            target.showsQuery = self.showQuery
            let options = try self.options()
            let form = try self.report.map(DiagnoseReport.form)
            let client = try self.admin.map { admin in
                try AdminClient(admin, token: ProcessInfo.processInfo.environment["GOODGATE_TOKEN"])
            }
            let tree = WalkText(color: Console.usesColor)
            if !self.json { Console.write("\(target.redacted)\n") }
            let prints = !self.json
            let seen = try await DiagnoseRun.walk(target, options) { event in
                if prints { Console.write(tree.text(event)) }
            }
            let verdict = Verdict(seen)
            var side: GatewaySide?
            if let client { side = await GatewaySide.asked(of: client, about: verdict) }
            self.tell(verdict, seen, side)
            if let form, let file = self.report { try DiagnoseReport.write(form, to: file, verdict, seen) }
            let status = DiagnoseRun.status(of: verdict)
            if status != .success { throw status.exitCode }
        }
    }

    private func options() throws -> WalkOptions {
        var options = DiagnoseInput.options()
        options.method = try DiagnoseInput.method(self.method)
        options.versions = try DiagnoseInput.versions(self.http)
        options.fields = try self.header.map(DiagnoseInput.field)
        options.resolvers = try self.resolver.map(DiagnoseInput.resolver)
        let port = try DiagnoseInput.target(self.url).port
        options.origins = try self.origin.map { try DiagnoseInput.address($0, port: port) }
        if let samples = self.samples {
            guard (0...100).contains(samples) else {
                throw Failure(.usage, "--samples \(samples) is not between 0 and 100")
            }
            options.samples = samples
        }
        options.duration = try self.duration.map { try DiagnoseInput.time($0, "--for", 1000...600_000) }
        options.timeout = try DiagnoseInput.time(self.timeout, "--timeout", 1000...300_000)
        options.isZone = self.zone
        options.isPostAllowed = self.activePost
        options.provesSize = self.activeSize
        options.isTrace = self.trace
        options.isMatrix = self.matrix
        options.isPassive = self.noActive
        options.authorities = try self.authorities.map(DiagnoseInput.authorities)
        let given = try self.control.map { Control(try DiagnoseInput.target($0)) }
        options.controls = self.noControl ? [] : given.isEmpty ? Control.usual : given
        return options
    }

    private func tell(_ verdict: Verdict, _ seen: Observations, _ side: GatewaySide?) {
        guard self.json else {
            let text = VerdictText(verdict, seen, color: Console.usesColor, width: Console.columns)
            Console.write(text.text)
            switch side {
            case .told(let story): Console.write("\n" + story.text(color: Console.usesColor))
            case .unknown(let why): Console.error("goodgate: \(Escape.terminal(why))\n")
            case nil: break
            }
            return
        }
        var document = DiagnosisDocument(verdict, seen)
        switch side {
        case .told(let story): document.incident = story
        case .unknown(let why): document.incidentProblem = why
        case nil: break
        }
        Console.write(JSONOutput.text(document))
    }
}
