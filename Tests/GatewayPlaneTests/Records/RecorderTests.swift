import GatewayFaults
import GatewayGuide
import Testing

@testable import GatewayPlane

@Suite struct RecorderTests {
    private func incident(_ number: Int) -> Incident { Incident(id: "id-\(number)", startedMS: Int64(number)) }

    @Test func anEmptyRecorderHasNothing() {
        let recorder = Recorder(capacity: 3)
        #expect(recorder.count == 0)
        #expect(recorder.latest(5).isEmpty)
        #expect(recorder.incident(id: "id-0") == nil)
    }

    @Test(arguments: [1, 2, 3, 7, 16], [0, 1, 2, 3, 6, 7, 8, 15, 16, 17, 100])
    func theNewestPushOutTheOldest(capacity: Int, kept: Int) {
        let recorder = Recorder(capacity: capacity)
        for number in 0..<kept { recorder.keep(self.incident(number)) }
        let expected = (max(0, kept - capacity)..<kept).reversed().map { "id-\($0)" }
        #expect(recorder.count == expected.count)
        #expect(recorder.latest(.max).map(\.id) == expected)
        #expect(recorder.latest(2).map(\.id) == Array(expected.prefix(2)))
        #expect(expected.allSatisfy { recorder.incident(id: $0)?.id == $0 })
        #expect(recorder.incident(id: "id-\(kept - capacity - 1)") == nil)
    }

    /// Whoever sends nonsense all day does not push out what an upstream did once.
    @Test func faultsOfClientsLeaveRoomForOthers() {
        let recorder = Recorder(capacity: 8)
        let client = FaultRecord(Fault(.requestHTTP2Violation))
        func crowd(_ numbers: Range<Int>) {
            for number in numbers {
                var incident = self.incident(number)
                incident.fault = client
                recorder.keep(incident)
            }
        }
        crowd(0..<20)
        let all = Array((12..<20).reversed())
        #expect(recorder.latest(.max).map(\.startedMS) == all.map(Int64.init), "all room while nobody else needs it")
        for number in 20..<24 { recorder.keep(self.incident(number)) }
        crowd(24..<100)
        #expect(recorder.latest(.max).map(\.startedMS) == [99, 98, 97, 96, 23, 22, 21, 20])
        for number in 100..<200 { recorder.keep(self.incident(number)) }
        #expect(recorder.count == 8)
        let own: [Int64] = [199, 198, 197, 196, 195, 194]
        #expect(recorder.latest(.max).map(\.startedMS) == own + [99, 98], "a quarter stays theirs")
        #expect(recorder.incident(id: "id-99")?.fault == client)
        #expect(recorder.incident(id: "id-97") == nil)
        #expect(recorder.latest(3).map(\.startedMS) == [199, 198, 197])
    }

    @Test func senselessSizesAreBounded() {
        let recorder = Recorder(capacity: -5)
        recorder.keep(self.incident(1))
        recorder.keep(self.incident(2))
        #expect(recorder.latest(9).map(\.id) == ["id-2"])
        #expect(recorder.latest(0).isEmpty)
        #expect(recorder.latest(-1).isEmpty)
    }
}
