import Foundation
import GatewayFaults

/// The lab's scenarios as text for people and as JSON for programs.
///
/// With a running lab it says where each can be met. Not responsible for printing.
public struct LabListing: Sendable {
    private let entries: [LabListingEntry]
    private let main: LabAddress?
    private let nameServer: String?
    private let authority: String?

    /// Lists all scenarios, or one.
    public init(of lab: Lab? = nil, only scenario: Scenario? = nil) {
        let scenarios = scenario.map { [$0] } ?? Scenarios.all
        self.entries = scenarios.map { LabListingEntry($0, lab: lab) }
        self.main = lab?.address
        self.nameServer = lab?.nameServer?.address
        self.authority = lab?.authorityFile
    }

    /// A table with one line for each scenario, then the healthy pages.
    public var text: String {
        var lines: [String] = []
        if let main = self.main { lines += ["The lab is at \(main.url)", ""] }
        if let server = self.nameServer {
            lines += ["Its name server, for `resolver: { servers: \(server) }`, is at \(server)", ""]
        }
        if let file = self.authority {
            lines += ["Its authority, for `upstream-tls: { authorities: FILE }`, is in \(file)", ""]
        }
        lines += Self.table(
            [["SCENARIO", "FAULT", "MEET IT AT", "WHAT THE PEER DOES"]]
                + self.entries.map { [$0.name, $0.fault ?? "-", $0.place, $0.summary] }
        )
        lines.append("")
        lines += Self.table(
            [["PAGE", "WHAT IT DOES"]] + OriginPage.paths.map { [$0.path, $0.summary] }
        )
        return lines.joined(separator: "\n") + "\n"
    }

    /// An object with `scenarios` and `pages`, and `address`, `nameServer` and `authority` for a running lab.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let pages = OriginPage.paths.map { LabListingPage(path: $0.path, summary: $0.summary) }
        let document = LabListingDocument(
            address: self.main?.url,
            nameServer: self.nameServer,
            authority: self.authority,
            scenarios: self.entries,
            pages: pages
        )
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }

    /// Pads all columns but the last to their widest cell.
    static func table(_ rows: [[String]]) -> [String] {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == columns - 1 ? cell : cell.padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
            }.joined()
        }
    }
}
