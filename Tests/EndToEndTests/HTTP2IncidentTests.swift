import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// A client that breaks the rules of HTTP/2 is an incident like one that breaks those of HTTP/1.1.
    @Suite(.serialized) struct HTTP2IncidentTests {
        /// The preface and SETTINGS, and then what nobody may send.
        ///
        /// - Returns: What came back, or nothing where a reset for what was not read was quicker.
        @discardableResult
        private static func violate(_ running: RunningGateway, _ frames: [UInt8]) throws -> String {
            let peer = try running.client()
            try peer.send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0] + frames)
            return String(decoding: (try? peer.readToEnd().bytes) ?? [], as: UTF8.self)
        }

        /// DATA on stream 0.
        private static let data: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
        /// HEADERS of a request whose content is still to come.
        private static let request: [UInt8] = [0, 0, 6, 1, 4, 0, 0, 0, 1, 0x83, 0x86, 0x84, 0x41, 1, 0x61]

        @Test(.timeLimit(.minutes(1)))
        func ruleFrameAndWhatEndedAreKept() async throws {
            try await withGateway(configuration(to: [.local(1)])) { running in
                let answer = try await onThread { try Self.violate(running, Self.request + Self.data) }
                let report = try await running.report { $0.sessionsBroken == 1 }
                let fault = try #require(report.faults.first { $0.key.detail == .requestHTTP2Violation })
                #expect(fault.key.side == .client && fault.count == 1)
                let kept = await running.gateway.incidents(limit: 10)
                let incident = try #require(kept.first { $0.fault?.detail == "request_http_two_violation" })
                #expect(await running.gateway.incident(id: incident.id) == incident)
                #expect(answer.contains("stream_required; incident=\(incident.id)"))
                #expect(incident.fault?.code == Int32(HTTP2ErrorCode.protocolError.rawValue))
                #expect(incident.client.hasPrefix("127.0.0.1:"))
                #expect(incident.status == nil && incident.attempts.isEmpty)
                #expect(incident.notes.contains { $0.contains("stream_required") && $0.contains("PROTOCOL_ERROR") })
                #expect(incident.notes.contains { $0.contains("type DATA, 1 octets, stream 0, at byte 48") })
                let story = Story(incident)
                #expect(story.words != nil && !story.suspicions.isEmpty)
                #expect(story.text().contains("request_http_two_violation"))
            }
        }

        /// Who comes again and again pushes nobody else's incident out: all are counted, one a second is kept.
        @Test(.timeLimit(.minutes(1)))
        func manyDoNotFillTheRecorder() async throws {
            var setup = configuration(to: [.local(1)])
            setup.workers = 1
            try await withGateway(setup) { running in
                let clock = ContinuousClock()
                let start = clock.now
                try await onThread { for _ in 0..<50 { try Self.violate(running, Self.data) } }
                let report = try await running.report { $0.sessionsBroken == 50 }
                #expect(report.faults.map(\.count) == [50])
                let seconds = start.duration(to: clock.now).components.seconds
                #expect(report.incidentsKept >= 1 && report.incidentsKept <= Int(seconds) + 1)
            }
        }
    }
}
