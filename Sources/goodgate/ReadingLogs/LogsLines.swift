import GatewayFaults
import GatewayGuide
import GatewayLogs

/// Prints lines that failed, each with its place and fault.
struct LogsLines: Sendable {
    /// What can be asked for besides faults and types.
    private static let verdicts = ["origin_status", "untold", "unclassified", "client_left"]

    let fault: String?
    let json: Bool

    init(fault: String?, json: Bool) throws {
        self.fault = fault
        self.json = json
        guard let fault, Fault.Detail(token: fault) == nil, Fault.Kind(token: fault) == nil,
            !Self.verdicts.contains(fault)
        else { return }
        throw Failure(
            .usage,
            "there is no fault or type `\(fault.prefix(100))`",
            fix: "`goodgate explain` finds names; besides them there are \(Self.verdicts.joined(separator: ", "))"
        )
    }

    private struct Line: Encodable {
        var file: String
        var line: Int
        var fault: String
        var type: String?
        var text: String
    }

    var printing: @Sendable (LineHit) -> Void {
        { hit in
            guard self.fault == nil || hit.fault == self.fault || hit.type == self.fault else { return }
            if self.json {
                let line = Line(file: hit.file, line: hit.line, fault: hit.fault, type: hit.type, text: hit.text)
                Console.write(JSONOutput.line(line))
            } else {
                let place = "\(hit.file):\(hit.line)"
                Console.write("\(Escape.terminal(place)): \(hit.fault): \(Escape.terminal(hit.text))\n")
            }
        }
    }
}
