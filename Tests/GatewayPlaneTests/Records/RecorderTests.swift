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

    @Test func senselessSizesAreBounded() {
        let recorder = Recorder(capacity: -5)
        recorder.keep(self.incident(1))
        recorder.keep(self.incident(2))
        #expect(recorder.latest(9).map(\.id) == ["id-2"])
        #expect(recorder.latest(0).isEmpty)
        #expect(recorder.latest(-1).isEmpty)
    }
}
