public import GatewayConfig
public import GatewayGuide
internal import GatewayPlane

/// Where a gateway's configuration comes from, so that it can be read again: a file, flags, or both.
///
/// Reads and checks; applying is `Reloader`'s business.
public struct ConfigurationSource: Sendable {
    /// A checked configuration with the pages it names.
    public struct Loaded: Sendable {
        public var configuration: Configuration
        public var templates: PageTemplates?
        public var warnings: [Problem]

        public init(configuration: Configuration, templates: PageTemplates? = nil, warnings: [Problem] = []) {
            self.configuration = configuration
            self.templates = templates
            self.warnings = warnings
        }
    }

    public var file: String?
    public var flags: CommandLineValues

    public init(file: String?, flags: CommandLineValues = CommandLineValues()) {
        self.file = file
        self.flags = flags
    }

    /// Reads everything, or says everything that is wrong with it.
    public func load() -> Result<Loaded, ConfigurationRefused> {
        let result =
            self.file.map { ConfigurationLoader.load(file: $0, overlay: self.flags) }
            ?? ConfigurationLoader.load(flags: self.flags)
        guard let configuration = result.configuration else {
            return .failure(ConfigurationRefused(problems: result.problems))
        }
        let found =
            result.problems + ListenerContexts.problems(configuration)
            + UpstreamContexts.problems(configuration)
        guard let directory = configuration.pages else {
            return Self.loaded(configuration, nil, found)
        }
        let (templates, problems) = PageTemplates.load(directory: directory)
        return Self.loaded(configuration, templates, found + problems.map(Problem.init))
    }

    private static func loaded(
        _ configuration: Configuration,
        _ templates: PageTemplates?,
        _ problems: [Problem]
    ) -> Result<Loaded, ConfigurationRefused> {
        guard !problems.contains(where: { $0.severity == .error }) else {
            return .failure(ConfigurationRefused(problems: problems))
        }
        return .success(Loaded(configuration: configuration, templates: templates, warnings: problems))
    }
}

/// A configuration that cannot be used, with every problem of it.
public struct ConfigurationRefused: Error, Sendable {
    public var problems: [Problem]
}

extension Problem {
    fileprivate init(_ problem: TemplateProblem) {
        self.init(
            .error,
            location: SourceLocation(file: problem.file, line: problem.line ?? 1, column: 1),
            key: "pages",
            message: problem.message,
            fix: problem.fix
        )
    }
}
