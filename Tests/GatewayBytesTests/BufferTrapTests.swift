import GatewayBytes
import Testing

/// What would reach somebody else's bytes stops the process instead.
@Suite struct BufferTrapTests {
    @Test func consumingMoreThanIsReadable() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.consume(4)
        }
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.consume(-1)
        }
    }

    @Test func removingOutsideTheReadableBytes() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.remove(at: 2, count: 2)
        }
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.remove(at: -1, count: 1)
        }
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.remove(at: .max, count: 1)
        }
    }

    @Test func truncatingToMoreThanIsReadable() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1, 2, 3])
            buffer.truncate(to: 4)
        }
    }

    @Test func appendingFromOutsideASpan() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer()
            buffer.append([1, 2, 3].span, from: 2, count: 2)
        }
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer()
            buffer.append([1, 2, 3].span, from: 1, count: .max)
        }
    }

    @Test func growingPastTheLimit() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer()
            buffer.reserve(1 << 30 + 1)
        }
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1])
            buffer.reserve(1 << 30)
        }
    }

    @Test func claimingToHaveFilledMoreThanThereIsRoom() async {
        await #expect(processExitsWith: .failure) {
            var buffer = Buffer.holding([1])
            _ = unsafe buffer.unsafeFill { _, room in room + 1 }
        }
    }
}
