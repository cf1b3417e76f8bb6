internal import GatewayGuide

/// What `/faults` answers: the exchanges in short, newest first.
struct FaultsBody: Encodable {
    struct Entry: Encodable {
        let id: String
        let time: String
        let outcome: String
        /// `retry`, `wait`, `stored` or `resolve`.
        let savedBy: String?
        let status: Int?
        let fault: String?
        let type: String?
        let side: String?
        let phase: String?
        let title: String?
        let route: String?
        let method: String
        let host: String
        let target: String
        let attempts: Int
        let link: String

        init(_ incident: Incident) {
            self.savedBy = incident.savedBy?.rawValue
            let fault = incident.fault ?? incident.attempts.reversed().lazy.compactMap(\.fault).first
            self.id = incident.id
            self.time = UTCTime.text(milliseconds: incident.startedMS, withMilliseconds: true)
            self.outcome = incident.outcome.rawValue
            self.status = incident.status
            self.fault = fault?.detail
            self.type = fault?.type
            self.side = fault?.side
            self.phase = fault?.phase
            self.title = Story(incident).words?.title
            self.route = incident.route?.name
            self.method = incident.method
            self.host = incident.host
            self.target = incident.target
            self.attempts = incident.attempts.count
            self.link = "/faults/\(incident.id)"
        }
    }

    let faults: [Entry]

    init(_ incidents: [Incident]) {
        self.faults = incidents.map(Entry.init)
    }
}
