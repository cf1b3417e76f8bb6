import Foundation
import GatewayFaults

/// What is known about a name: one entry for each meaning it has.
public struct Explanation: Codable, Hashable, Sendable {
    /// One meaning of the name.
    public struct Entry: Codable, Hashable, Sendable {
        /// Who uses the name.
        public var source: String
        public var name: String
        public var meaning: String
        /// The status that a client sees; "-" for none.
        public var status: String
        public var faults: [FaultName]
        public var retry: [Retry]
        /// What to do, by audience.
        public var advice: [Advice]
        /// A link to the specification, if one defines it.
        public var reference: String?
    }

    public struct FaultName: Codable, Hashable, Sendable {
        public var detail: String
        public var type: String
        public var title: String

        init(_ detail: Fault.Detail) {
            self.detail = detail.token
            self.type = detail.kind.token
            self.title = Guide.words(for: detail).title
        }
    }

    public struct Retry: Codable, Hashable, Sendable {
        public var label: String
        public var meaning: String

        init(_ retry: Fault.RetryClass) {
            self.label = retry.label
            self.meaning = Guide.words(for: retry)
        }
    }

    public struct Advice: Codable, Hashable, Sendable {
        public var audience: String
        public var text: String
    }

    /// What was asked.
    public var token: String
    public var entries: [Entry]

    /// The explanation as JSON, ASCII only.
    public func json() -> String { JSONText.encode(self) }

    /// The explanation for a terminal.
    public func text(color: Bool = false) -> String {
        let paint = Paint(isOn: color)
        return self.entries.map { Self.text($0, paint) }.joined(separator: "\n")
    }

    private static func text(_ entry: Entry, _ paint: Paint) -> String {
        var lines = [paint.bold(Escape.terminal(entry.name)) + paint.dim("  " + entry.source)]
        lines.append(Wrap.lines(entry.meaning, indent: "  "))
        if entry.status != "-" { lines.append("  status  \(entry.status)") }
        for fault in entry.faults {
            lines.append("  fault   \(fault.detail) (\(fault.type)): \(fault.title)")
        }
        for retry in entry.retry { lines.append("  retry   \(retry.label): \(retry.meaning)") }
        if let reference = entry.reference { lines.append("  read    \(reference)") }
        for advice in entry.advice {
            lines.append(Wrap.lines(paint.bold(advice.audience + ":") + " " + advice.text, indent: "  "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
