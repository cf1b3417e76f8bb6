public import GatewayConfig
public import GatewayGuide

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
        guard let directory = configuration.pages else {
            return .success(Loaded(configuration: configuration, templates: nil, warnings: result.problems))
        }
        let (templates, problems) = PageTemplates.load(directory: directory)
        guard problems.isEmpty else {
            return .failure(ConfigurationRefused(problems: result.problems + problems.map(Problem.init)))
        }
        return .success(Loaded(configuration: configuration, templates: templates, warnings: result.problems))
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
