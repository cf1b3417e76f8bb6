/// Reads bytes as a configuration of nginx and uses all that comes of it: for fuzzing and its replay.
public enum NginxConfProbe {
    private static let mostPatterns = 20

    /// How many formats of logs the configuration defines.
    ///
    /// Reads the same bytes as a log by each of them, so that every template that can be written is run as well. Traps
    /// where a directive has no words, a line lies outside the text, or a field outside its line.
    public static func read(_ bytes: [UInt8]) -> Int {
        let directives = NginxDirectives.read(bytes)
        let lines = bytes.count { $0 == 0x0a } + 1
        for directive in directives {
            precondition(!directive.words.isEmpty, "a directive has a name")
            precondition((1...lines).contains(directive.line), "a directive stands in the text")
        }
        var formats = NginxLogFormats()
        _ = formats.take(directives, of: "nginx.conf")
        for directive in directives.prefix(Self.mostPatterns) {
            guard let pattern = directive.arguments.first else { continue }
            _ = FilePattern(pattern).fits(directive.name)
            _ = formats.formats(ofLogAt: pattern)
        }
        for format in formats.formats.prefix(Self.mostPatterns) { LineProbe.read(bytes, by: format.template) }
        return formats.formats.count
    }
}
