import Foundation
import GatewayFaults

/// What the peer behind each path did: truth.txt, which the recorder wrote from the lab's own list.
struct RecordedTruth {
    /// What an origin's own answer with the status of a gateway is told as: no fault of ours.
    static let originStatus = "origin_status"

    /// The fault by path; nil for a scenario without one.
    let faults: [String: String?]

    init() throws {
        var faults: [String: String?] = [:]
        for line in try Recording.text(of: "truth.txt").split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            faults[words[0]] = .some(words[1] == "-" ? nil : words[1])
        }
        self.faults = faults
    }

    func fault(of path: String) -> String? { self.faults[path] ?? nil }

    /// The RFC 9209 type of a fault; an origin's own status is of none, so it stands for itself.
    static func type(of fault: String) -> String { Fault.Detail(token: fault)?.kind.token ?? fault }

    static func side(of fault: String) -> String {
        Fault.Detail(token: fault).map { $0.defaultSide.token } ?? Fault.Side.upstream.token
    }

    static func phase(of fault: String) -> String {
        Fault.Detail(token: fault).map { $0.defaultPhase.token } ?? Fault.Phase.responseHead.token
    }
}
