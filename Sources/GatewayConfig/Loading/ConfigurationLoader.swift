/// Reads a configuration from a file, a text or flags and reports every problem at once.
///
/// Responsible for the order of the steps only: text, YAML, model, checks across keys.
public enum ConfigurationLoader {
    /// Reads a file. Flags win over it.
    public static func load(file path: String, overlay flags: CommandLineValues = CommandLineValues()) -> LoadResult {
        LoadResult(configuration: nil, problems: [Problem(.error, message: "not written yet")])
    }

    /// Reads a text as if it stood in `file`; relative paths in it start at that file's directory.
    public static func load(
        text: String,
        file: String = "goodgate.yaml",
        overlay flags: CommandLineValues = CommandLineValues()
    ) -> LoadResult {
        LoadResult(configuration: nil, problems: [Problem(.error, message: "not written yet")])
    }

    /// A configuration from flags alone: `goodgate serve --to http://127.0.0.1:3000`.
    public static func load(flags: CommandLineValues) -> LoadResult {
        LoadResult(configuration: nil, problems: [Problem(.error, message: "not written yet")])
    }
}
