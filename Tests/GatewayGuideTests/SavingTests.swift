import GatewayFaults
import Testing

@testable import GatewayGuide

/// What a story says of an exchange that was saved.
struct SavingTests {
    private static func incident(_ savedBy: IncidentSaving?, fault: Fault? = Fault(.closedBeforeHead)) -> Incident {
        var attempt = IncidentAttempt(endpoint: "http://10.0.0.9:80", address: "10.0.0.9:80", family: "IPv4")
        attempt.fault = fault.map { FaultRecord($0) }
        if fault == nil {
            attempt.headMS = 4
            attempt.status = 503
        }
        return Incident(
            id: "01990e3c",
            startedMS: 1_772_366_400_123,
            durationMS: 12.5,
            status: 200,
            outcome: .saved,
            savedBy: savedBy,
            fault: fault.map { FaultRecord($0) },
            attempts: [attempt]
        )
    }

    @Test(arguments: [
        (IncidentSaving.retry, "saved by a retry, answered 200"), (.wait, "saved by waiting, answered 200"),
        (.stored, "saved by a stored response, answered 200"),
        (.resolve, "saved by a new address of the name, answered 200"), (nil, ": saved, answered 200"),
    ])
    func namesWhatSavedIt(_ savedBy: IncidentSaving?, _ words: String) {
        #expect(Story(Self.incident(savedBy)).text().contains(words))
    }

    @Test
    func aStoredResponseSaysNothingGoodOfTheApplication() {
        func supports(_ savedBy: IncidentSaving) -> Bool {
            Story(Self.incident(savedBy)).suspicions.contains { suspicion in
                (suspicion.supporting + suspicion.against).contains { $0.contains("a later attempt succeeded") }
            }
        }
        #expect(supports(.retry))
        #expect(!supports(.stored))
    }

    @Test
    func anErrorOfTheUpstreamIsToldWithoutAFault() {
        let text = Story(Self.incident(.stored, fault: nil)).text()
        #expect(text.contains("the upstream server answered 503"))
        #expect(text.contains("response head complete, status 503"))
        #expect(text.contains("the stored response was complete"))
    }

    /// What an older version wrote has neither field.
    @Test
    func recordsOfBeforeCanBeRead() throws {
        let incident = Self.incident(.stored, fault: nil)
        let lines = incident.json().split(separator: "\n").filter {
            !$0.contains("\"saved_by\"") && !$0.contains("\"status\" : 503")
        }
        // What was the last of its object has a comma too many now.
        let old = lines.joined(separator: "\n").replacing(/,\s*\}/, with: "}")
        let read = try Incident(json: Array(old.utf8))
        #expect(read.savedBy == nil)
        #expect(read.attempts.map(\.status) == [nil])
        #expect(try Incident(json: Array(incident.json().utf8)) == incident)
    }
}
