/// Reads a configuration from a file, a text or flags and reports every problem at once.
///
/// Responsible for the order of the steps only: text, YAML, model, checks across keys.
public enum ConfigurationLoader {
    /// Reads a file; flags win over it.
    public static func load(file path: String, overlay flags: CommandLineValues = CommandLineValues()) -> LoadResult {
        do {
            let text = try FileText.read(path, limit: DocumentLimits.bytes)
            return Self.load(text: text, file: path, overlay: flags)
        } catch {
            let place = SourceLocation(file: path.visible(limit: 1024), line: 1, column: 1)
            let problem = Problem(.error, location: place, message: error.message, fix: error.fix)
            return LoadResult(configuration: nil, problems: [problem])
        }
    }

    /// Reads a text as if it stood in `file`; relative paths in it start at that file's directory.
    public static func load(
        text: String,
        file: String = "goodgate.yaml",
        overlay flags: CommandLineValues = CommandLineValues()
    ) -> LoadResult {
        Self.load(text: text, file: file, overlay: flags, surroundings: .current(file: file))
    }

    /// A configuration from flags alone: `goodgate serve --to http://127.0.0.1:3000`.
    public static func load(flags: CommandLineValues) -> LoadResult {
        let overlay = FlagOverlay(flags)
        let root = ConfigurationNode(content: .mapping(overlay.entries), origin: .builtIn)
        return Self.decode(root, log: ProblemLog(), surroundings: .current(file: ""))
    }

    static func load(
        text: String,
        file: String,
        overlay flags: CommandLineValues,
        surroundings: Surroundings
    ) -> LoadResult {
        // The YAML library would count a byte order mark as a column.
        let text = text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
        var log = ProblemLog(text: text)
        var reader = DocumentReader(text: text, file: file)
        guard let root = reader.read(into: &log) else { return LoadResult(configuration: nil, problems: log.sorted()) }
        let merged = FlagOverlay(flags).merged(into: root, log: &log)
        return Self.decode(merged, log: log, surroundings: surroundings)
    }

    private static func decode(_ root: ConfigurationNode, log: ProblemLog, surroundings: Surroundings) -> LoadResult {
        var decoder = ConfigurationDecoder(log: log, surroundings: surroundings)
        let configuration = decoder.decode(root)
        var log = decoder.decoder.log
        ConsistencyCheck(configuration, ignoring: decoder.unreliableRoutes, indices: decoder.routeIndices).run(
            into: &log
        )
        return LoadResult(configuration: log.hasErrors ? nil : configuration, problems: log.sorted())
    }
}
