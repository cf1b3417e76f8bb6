import Foundation
import GatewayFaults
import Testing

@testable import GatewayGuide

struct StoryTests {
    private static func incident(
        _ detail: Fault.Detail,
        code: Int32 = 0,
        outcome: IncidentOutcome = .failed,
        change: (inout IncidentAttempt) -> Void = { _ in }
    ) -> Incident {
        let fault = Fault(detail, code: code)
        var attempt = IncidentAttempt(endpoint: "http://10.0.0.9:80", address: "10.0.0.9:80", family: "IPv4")
        attempt.endMS = 10
        attempt.fault = FaultRecord(fault)
        change(&attempt)
        return Incident(
            id: "01990e3c",
            startedMS: 1_772_366_400_123,
            durationMS: 12.5,
            method: "GET",
            target: "/cart",
            host: "shop.example",
            route: IncidentRoute(name: "shop", index: 0, source: "gateway.yaml:7"),
            status: detail.status,
            outcome: outcome,
            fault: FaultRecord(fault),
            attempts: [attempt],
            timers: [IncidentTimer(name: "response-head", valueMS: 60_000, setAt: "gateway.yaml:9", fired: true)],
            notes: ["one note"]
        )
    }

    private static func top(_ incident: Incident) -> Cause? { Story(incident).suspicions.first?.cause }

    @Test
    func evidenceDecidesAmongCauses() {
        #expect(Self.top(Self.incident(.connectRefused, code: 111)) == .upstreamDown)
        #expect(Self.top(Self.incident(.connectTimeout)) == .firewall)
        // The same fault on this machine cannot be a firewall in between.
        #expect(Self.top(Self.incident(.connectTimeout) { $0.address = "127.0.0.1:9001" }) == .overload)
        #expect(Self.top(Self.incident(.closedBeforeHead)) == .crash)
        #expect(
            Self.top(
                Self.incident(.closedBeforeHead) {
                    $0.sentMS = 3
                    $0.endMS = 30_010
                }
            ) == .slowApplication
        )
        #expect(
            Self.top(
                Self.incident(.resetBeforeHead) {
                    $0.tcpInfo = TCPEvidence(retransmits: 7)
                }
            ) == .network
        )
        #expect(Self.top(Self.incident(.statusLineMalformed)) == .applicationBug)
        #expect(
            Self.top(Self.incident(.statusLineMalformed) { $0.badBytes = CapturedBytes("SSH-2.0-x\r\n".utf8) })
                == .protocolDisagreement
        )
        #expect(
            Self.top(Self.incident(.statusLineMalformed) { $0.badBytes = CapturedBytes([0x15, 3, 3, 0, 2, 2, 70]) })
                == .tlsSettings
        )
    }

    @Test
    func theKeepAliveRaceIsToldFromACrash() throws {
        let race = Story(
            Self.incident(.closedOnReuse) {
                $0.reused = true
                $0.idleMS = 5003
            }
        )
        let suspect = try #require(race.suspicions.first)
        #expect(suspect.cause == .keepAliveRace)
        #expect(suspect.confidence > 0.6)
        #expect(suspect.supporting.contains { $0.contains("Node.js") })

        let busy = Story(
            Self.incident(.resetOnReuse) {
                $0.reused = true
                $0.idleMS = 2
            }
        )
        let other = try #require(busy.suspicions.first { $0.cause == .keepAliveRace })
        #expect(other.against.contains { $0.contains("idle for 2 ms only") })
        #expect(other.confidence < suspect.confidence)
    }

    @Test(arguments: Fault.Detail.allCases)
    func everyFaultHasAStory(detail: Fault.Detail) throws {
        let story = Story(Self.incident(detail))
        #expect(!story.suspicions.isEmpty)
        let total = story.suspicions.reduce(0) { $0 + $1.confidence }
        #expect(total > 0.5 && total <= 1.0001)
        let text = story.text()
        #expect(text.contains(detail.token))
        #expect(text.contains("gateway.yaml:7"))
        #expect(text.contains("response-head: 60 s, set at gateway.yaml:9  <- ran out"))
        for audience in Audience.allCases { #expect(text.contains("  \(audience.title)\n")) }
    }

    @Test
    func anAlertHasItsName() {
        #expect(Story(Self.incident(.tlsAlert, code: 70)).text().contains("tls_alert 70 (protocol_version)\n"))
        #expect(Story(Self.incident(.tlsAlert, code: 200)).text().contains("tls_alert 200\n"))
    }

    @Test
    func theTimeLineTellsWhatHappenedWhen() {
        var incident = Self.incident(.resetOnReuse, code: 104, outcome: .saved) {
            $0.reused = true
            $0.reuseCount = 3
            $0.idleMS = 5000
            $0.errno = 104
            $0.errnoName = "ECONNRESET"
            $0.sentMS = 0.4
            $0.endMS = 0.9
        }
        incident.fault = nil
        incident.savedBy = .retry
        incident.attempts.append(
            IncidentAttempt(endpoint: "http://10.0.0.8:80", startMS: 1, connectMS: 1.5, headMS: 8, endMS: 9)
        )
        let text = Story(incident).text()
        #expect(text.contains("saved by a retry"))
        #expect(text.contains("attempt 1: http://10.0.0.9:80 at 10.0.0.9:80 (IPv4), connection used 3 times before"))
        #expect(text.contains("failed: reset_on_reuse, ECONNRESET (104), 0 bytes received"))
        #expect(text.contains("attempt 2: http://10.0.0.8:80, new connection"))
        #expect(text.contains("2026-03-01 12:00:00.123 UTC, took 12.5 ms"))
    }

    /// Nothing that came from the wire may act on the terminal, forge a line or hide text.
    @Test
    func hostileIncidentsCannotControlTheTerminal() throws {
        let evil =
            "a\u{1B}[2J\u{9B}31m\r\nIncident forged\u{202E}\u{200B}\u{7F}é" + String(repeating: "A", count: 10_000)
        var incident = Self.incident(.statusLineMalformed) {
            $0.endpoint = evil
            $0.address = evil
            $0.family = evil
            $0.errno = 1
            $0.errnoName = evil
            $0.badBytes = CapturedBytes(Array("\u{1B}]0;x\u{7}".utf8) + [0, 255, 0x9B])
            $0.tcpInfo = TCPEvidence(state: evil)
        }
        incident.id = evil
        incident.method = evil
        incident.target = evil
        incident.host = evil
        incident.client = evil
        incident.listener = evil
        incident.route = IncidentRoute(name: evil, index: 0, source: evil)
        incident.timers = [IncidentTimer(name: evil, valueMS: .nan, setAt: evil)]
        incident.notes = [evil]
        incident.fault?.side = evil
        incident.durationMS = .infinity
        let text = Story(incident).text()
        for scalar in text.unicodeScalars {
            #expect(scalar == "\n" || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)))
            #expect(!["\u{202E}", "\u{200B}"].contains(scalar))
        }
        #expect(!text.contains("\nIncident forged"))
        #expect(text.utf8.count < 40_000)
        let json = Story(incident).json()
        #expect(json.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        _ = try JSONSerialization.jsonObject(with: Data(json.utf8))
    }

    @Test
    func incidentsSurviveTheWayThroughJSON() throws {
        let incident = Self.incident(.statusLineMalformed, code: 5) {
            $0.badBytes = CapturedBytes([0, 1, 0xFF, 0x41])
            $0.connectionAgeMS = 3.5
            $0.idleMS = 1
            $0.parserOffset = 5
            $0.tcpInfo = TCPEvidence(state: "CLOSE_WAIT", rttUS: 90, rttVarianceUS: 3, bytesAcked: 4)
        }
        #expect(try Incident(json: Array(incident.json().utf8)) == incident)
        #expect(incident.json().contains("\"started_ms\""))
        #expect(incident.json().contains("\"hex\" : \"0001ff41\""))
        #expect(throws: (any Error).self) { try Incident(json: Array("{}".utf8)) }
    }

    @Test
    func aFaultOfAnotherVersionDoesNoHarm() {
        var incident = Self.incident(.connectRefused)
        incident.fault?.detail = "a_fault_of_the_future"
        incident.attempts = []
        let story = Story(incident)
        #expect(story.suspicions.isEmpty)
        #expect(story.text().contains("a_fault_of_the_future"))
    }
}
