import Foundation
import GatewayLogs
import GatewayReactor

/// One reading of logs from beginning to end, and its report.
struct LogsRun: Sendable {
    struct Outputs: Sendable {
        var json: Bool
        var html: String?
        var printsLines: Bool
        var causes: Int
    }

    var request: LogRequest
    var options: ReportOptions
    var outputs: Outputs

    func run() async throws {
        let progress = LogProgress()
        let drawing = LogsDrawing { self.showProgress(progress, $0) }
        let reading = await LogReading.run(self.request, progress: progress)
        drawing.end()
        guard !self.outputs.printsLines else { return try self.end(reading.problems, hasLines: true) }
        let report = ReportMaker(reading, self.options).report()
        if let html = self.outputs.html { try self.write(HTMLReport(report).text(), to: html) }
        if self.outputs.json {
            Console.write(JSONOutput.text(report))
        } else {
            let width = (TerminalSize.ofOutput?.columns ?? 101) - 1
            let text = TextReport(
                report,
                width: width,
                color: Console.usesColor,
                most: self.outputs.causes,
                tellsProblems: false
            )
            Console.write(text.lines().map { $0 + "\n" }.joined())
        }
        try self.end(
            report.problems,
            hasLines: report.totals.requests + report.totals.messages > 0 || report.totals.lines == 0
        )
    }

    /// Findings where the report will be shown, a bar where only messages are.
    private func showProgress(_ progress: LogProgress, _ drawing: LogsDrawing) {
        guard TerminalSize.ofOutput != nil, !self.outputs.json, !self.outputs.printsLines else {
            // Printed lines and a bar would write over each other.
            guard !self.outputs.printsLines || TerminalSize.ofOutput == nil else { return }
            return LogsProgressBar(progress).show(drawing)
        }
        LogsPreview(progress: progress, options: self.options, causes: self.outputs.causes).show(drawing)
    }

    private func write(_ text: String, to path: String) throws {
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw Failure(
                .failure,
                "the report cannot be written to \(path)",
                fix: "name a file in a directory that may be written"
            )
        }
        Console.error("goodgate: wrote \(path)\n")
    }

    private func end(_ problems: [InputProblem], hasLines: Bool) throws {
        for problem in problems.prefix(20) { _ = Failure(.failure, "\(problem.place): \(problem.message)").report() }
        guard problems.isEmpty else { throw ExitStatus.failure.exitCode }
        guard hasLines else {
            throw Failure(
                .no,
                "no line of the input is of a format that is known",
                fix: "name the format with --format, or give the text of log_format with --log-format"
            )
        }
    }
}
