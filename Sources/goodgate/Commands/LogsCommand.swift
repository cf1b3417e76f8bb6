import ArgumentParser
import Foundation
import GatewayLogs
import UnixSignals

/// `goodgate logs`: why requests failed, from the logs of any proxy.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Find the causes of 502s in the logs of nginx, HAProxy, Apache, Envoy and others.",
        discussion: CommandHelp.text(
            "Reads access and error logs, plain or compressed, recognises their formats, names the cause of every "
                + "failure, puts access and error log together, and says what to change in which directive. What it "
                + "does not know it counts as such. With --lines or --grep-fault it prints the lines instead. Ends "
                + "with 70 when a part of the input could not be read; the rest is analysed all the same. See "
                + "docs/logs.md for the formats and the JSON.",
            examples: [
                "goodgate logs /var/log/nginx",
                "goodgate logs --since 2h --by upstream --html report.html access.log error.log",
                "zcat old.gz | goodgate logs --json -",
                "goodgate logs --grep-fault closed_before_head /var/log/haproxy.log",
            ],
            exits: [.success, .no, .usage, .failure]
        )
    )

    @Argument(
        help: ArgumentHelp("Files, directories with all files in them, or - for standard input.", valueName: "FILE")
    )
    var paths: [String]

    @Option(
        help: ArgumentHelp("Read all as this format instead of recognising it.", valueName: "NAME"),
        completion: .list(Self.formats),
        transform: { try Self.named($0, Self.formats) { LogFormat(rawValue: $0) } }
    )
    var format: LogFormat?

    @Option(
        help: ArgumentHelp("How access logs are written: nginx's log_format or Apache's LogFormat.", valueName: "TEXT")
    )
    var logFormat: String?

    @Option(
        help: ArgumentHelp(
            "Take every log_format from this nginx.conf and what it includes; repeatable. One that lies among the "
                + "inputs is read by itself.",
            valueName: "FILE"
        ),
        completion: .file()
    )
    var nginxConf: [String] = []

    @Option(
        help: ArgumentHelp("Only from then: 2026-11-21, 2026-11-21T12:00:00Z, or 2h before now.", valueName: "TIME")
    )
    var since: String?

    @Option(help: ArgumentHelp("Only until then.", valueName: "TIME"))
    var until: String?

    @Flag(help: "Go on reading as the files grow, until Ctrl-C.")
    var follow = false

    @Option(help: ArgumentHelp("Causes told in full, and rows of a table.", valueName: "N"))
    var top = 3

    @Option(
        help: ArgumentHelp(
            "A table by endpoint, url, upstream, host, client, status or method; repeatable.",
            valueName: "KEY"
        ),
        completion: .list(Self.keys),
        transform: { try Self.named($0, Self.keys) { ReportOptions.Key(rawValue: $0) } }
    )
    var by: [ReportOptions.Key] = []

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write a page with charts to this file.", valueName: "FILE"), completion: .file())
    var html: String?

    @Option(help: ArgumentHelp("Print the lines that failed with this fault or RFC 9209 type.", valueName: "TOKEN"))
    var grepFault: String?

    @Flag(help: "Print all lines that failed, each with its fault.")
    var lines = false

    @Option(help: ArgumentHelp("What a failed request costs, for the sum.", valueName: "AMOUNT"))
    var costPerRequest: Double?

    @Option(
        help: ArgumentHelp("How many files or pieces to read at once; the number of cores without it.", valueName: "N")
    )
    var jobs: Int?

    private static let formats = LogFormat.allCases.filter { $0 != .unknown }.map(\.rawValue)
    private static let keys = ReportOptions.Key.allCases.map(\.rawValue)

    private static func named<Value>(_ text: String, _ names: [String], _ make: (String) -> Value?) throws -> Value {
        guard names.contains(text), let value = make(text) else {
            throw ValidationError("There is no `\(text.prefix(50))`; there are \(names.joined(separator: ", ")).")
        }
        return value
    }

    func validate() throws {
        guard (1...1000).contains(self.top) else { throw ValidationError("--top is a number from 1 to 1000.") }
        guard self.jobs.map({ (1...256).contains($0) }) ?? true else {
            throw ValidationError("--jobs is a number from 1 to 256.")
        }
        guard self.costPerRequest.map({ $0 >= 0 && $0 < 1e9 }) ?? true else {
            throw ValidationError("--cost-per-request is an amount of 0 or more.")
        }
        guard !self.follow || (self.html == nil && !self.printsLines && !self.paths.contains("-")) else {
            throw ValidationError("--follow reads files, and goes with neither --html, --lines nor --grep-fault.")
        }
        guard self.logFormat == nil || LineTemplate(self.logFormat ?? "") != nil else {
            throw ValidationError("--log-format needs at least a status, such as `$status` or `%>s`.")
        }
        _ = try self.moment(self.since, "--since")
        _ = try self.moment(self.until, "--until")
    }

    private var printsLines: Bool { self.lines || self.grepFault != nil }

    func run() async throws {
        try await self.reporting {
            let request = try self.request()
            if self.follow { return try await self.watch(request) }
            try await LogsRun(request: request, options: self.options, outputs: self.outputs).run()
        }
    }

    // MARK: - What was asked

    private func request() throws -> LogRequest {
        var request = LogRequest(paths: self.paths)
        request.format = self.format
        request.template = self.logFormat.flatMap { LineTemplate($0) }
        if request.template != nil, request.format == nil { request.format = .template }
        request.nginxConfigurations = self.nginxConf
        request.since = try self.moment(self.since, "--since") ?? .min
        request.until = try self.moment(self.until, "--until") ?? .max
        request.year = Calendar(identifier: .gregorian).component(.year, from: Date())
        // Lines are printed in the order of the files, so one worker reads them.
        request.jobs = self.printsLines ? 1 : self.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        if self.printsLines { request.onHit = try LogsLines(fault: self.grepFault, json: self.json).printing }
        return request
    }

    private func moment(_ text: String?, _ option: String) throws -> Int64? {
        guard let text else { return nil }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        guard let moment = GivenTime.parse(text, now: now) else {
            throw ValidationError("\(option) is a date, a time such as 2026-11-21T12:00:00Z, or an age such as 2h.")
        }
        return moment
    }

    private var options: ReportOptions {
        var options = ReportOptions()
        options.top = max(5, self.top)
        if !self.by.isEmpty { options.keys = self.by }
        options.costPerRequest = self.costPerRequest
        return options
    }

    private var outputs: LogsRun.Outputs {
        LogsRun.Outputs(json: self.json, html: self.html, printsLines: self.printsLines, causes: self.top)
    }

    private func watch(_ request: LogRequest) async throws {
        let watch = LogsWatch(request: request, options: self.options, json: self.json, causes: self.top)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch.show() }
            group.addTask { for await _ in signals { break } }
            await group.next()
            group.cancelAll()
        }
    }
}
