import Foundation
import Testing

@testable import GatewayConfig

@Suite struct GoldenTests {
    /// Each `Golden/x.yaml` gives exactly the problems and the values of `Golden/x.expected`.
    @Test(arguments: Golden.names(in: Golden.directory))
    func givesTheExpectedProblemsAndValues(name: String) throws {
        let input = Golden.directory.appendingPathComponent(name)
        let expected = input.deletingPathExtension().appendingPathExtension("expected")
        let made = Self.words(Golden.load(Golden.text(input)))
        #expect(made == (try Golden.committed(expected, made: made)))
    }

    /// The report, and of the values those that are not defaults.
    private static func words(_ result: LoadResult) -> String {
        let report = ProblemReport(result.problems)
        let problems = "\(report.text)\(report.summary)\n"
        guard let configuration = result.configuration else { return problems }
        var lines: [Substring] = []
        for line in configuration.describe().split(separator: "\n") where !line.contains("\"origin\": \"default\"") {
            // A section in which nothing is left.
            if line.drop(while: { $0 == " " }).hasPrefix("}"), lines.last?.hasSuffix(": {") == true {
                lines.removeLast()
            } else {
                lines.append(line)
            }
        }
        return problems + "\n" + lines.joined(separator: "\n") + "\n"
    }
}
