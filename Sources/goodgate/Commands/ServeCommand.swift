import ArgumentParser
import GatewayConfig
import GatewayControl

/// `goodgate serve`: the gateway itself.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve: pass requests on to upstream servers.",
        discussion: CommandHelp.text(
            "Routes come from --to or from a file; flags win over the file's keys. SIGTERM and SIGINT finish what runs "
                + "and end, a second one ends at once. SIGHUP reads the file again and keeps the old configuration "
                + "when the new one is wrong. SIGUSR1 opens the access log anew. SIGUSR2 starts the program anew from its "
                + "file and leaves the listening sockets to it, so that no client is refused. Tells systemd when it is ready "
                + "(Type=notify), reloads and stops.",
            examples: [
                "goodgate serve --to http://127.0.0.1:3000",
                "goodgate serve --listen :80 --to 127.0.0.1:3000 --to 127.0.0.1:3001",
                "goodgate serve --config /etc/goodgate/goodgate.yaml",
            ],
            exits: [.success, .usage, .unavailable, .configuration]
        )
    )

    @Option(help: ArgumentHelp("Upstream server of one route for everything; repeatable.", valueName: "URL"))
    var to: [String] = []

    @Option(
        help: ArgumentHelp("Address to serve clients on; repeatable. (default: 127.0.0.1:8080)", valueName: "ADDR")
    )
    var listen: [String] = []

    @Option(
        help: ArgumentHelp("Configuration file.", valueName: "FILE"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var config: String?

    @Option(help: ArgumentHelp("Worker threads, or `auto` for one per processor.", valueName: "N"))
    var workers: String?

    @Option(help: ArgumentHelp("Address of the admin API, or `off`. (default: 127.0.0.1:8081)", valueName: "ADDR"))
    var admin: String?

    @Option(
        help: ArgumentHelp(
            "Access log on standard output: `json`, `combined` or `off`. (default: json)",
            valueName: "FORMAT"
        ),
        completion: .list(["json", "combined", "off"])
    )
    var accessLog: String?

    @Flag(help: "Say what happens on standard error as one JSON object a line.")
    var json = false

    mutating func validate() throws {
        guard self.config != nil || !self.to.isEmpty else {
            throw ValidationError(
                "There is nothing to pass requests to. Give an upstream server with `--to http://127.0.0.1:3000`, "
                    + "or a file with `--config FILE`."
            )
        }
    }

    func run() async throws {
        let flags = CommandLineValues(
            to: self.to,
            listen: self.listen,
            workers: self.workers,
            admin: self.admin,
            accessLog: self.accessLog
        )
        try await self.reporting {
            let source = ConfigurationSource(file: self.config, flags: flags)
            let loaded = try Self.load(source)
            try await ServeRun(source: source, voice: ServeVoice(json: self.json)).run(loaded)
        }
    }

    private static func load(_ source: ConfigurationSource) throws -> ConfigurationSource.Loaded {
        switch source.load() {
        case .success(let loaded): return loaded
        case .failure(let refused):
            let report = ProblemReport(refused.problems)
            Console.error(report.text)
            throw Failure(.configuration, "not started: \(report.summary)")
        }
    }
}
