import GatewayFaults

/// What a case showed: for each place that tells of a fault, whether it told the right one.
struct DrillVerdict: Sendable {
    /// The places that must agree.
    enum Place: String, CaseIterable, Sendable {
        case page, header, log, metric, explain
    }

    enum Mark: Sendable, Hashable {
        case agrees
        /// It tells something else, in a sentence.
        case differs(String)
        /// Nothing is to be told there, for this case.
        case notTold
    }

    let drill: DrillCase
    /// The fault that was recorded.
    var observed: String?
    var id: String?
    var milliseconds: Double = 0
    var marks: [Place: Mark] = [:]

    var agrees: Bool {
        self.marks.values.allSatisfy { mark in
            switch mark {
            case .agrees, .notTold: true
            case .differs: false
            }
        }
    }

    /// What differs, in sentences.
    var differences: [String] {
        Place.allCases.compactMap { place in
            guard case .differs(let what)? = self.marks[place] else { return nil }
            return "\(place.rawValue): \(what)"
        }
    }
}
