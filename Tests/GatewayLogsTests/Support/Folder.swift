import Foundation

@testable import GatewayLogs

/// A directory that exists while the body runs.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "logs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

extension LogReading {
    /// The report on files with these contents.
    static func report(
        _ files: [String: String],
        jobs: Int = 1,
        format: LogFormat? = nil,
        template: LineTemplate? = nil,
        options: ReportOptions = ReportOptions()
    ) async throws -> LogReport {
        try await withFolder { folder in
            for (name, text) in files {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            var request = LogRequest(paths: [folder.path])
            request.jobs = jobs
            request.format = format
            request.template = template
            request.year = 2026
            return ReportMaker(await LogReading.run(request), options).report()
        }
    }
}
