import GatewayBytes
import Testing

/// Random histories of a buffer, each step compared with an array that is treated the same way.
@Suite struct BufferModelTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func aBufferBehavesLikeAnArray(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pool = BlockPool(blockSize: 512, keep: 2)
        var buffer = Buffer()
        var model: [UInt8] = []
        for step in 0..<400 {
            self.step(&buffer, &model, pool, &random)
            guard buffer.count == model.count, buffer.bytes == model, buffer.isEmpty == model.isEmpty,
                buffer.count + buffer.freeCount <= buffer.capacity
            else {
                Issue.record("seed \(seed), step \(step): \(buffer.bytes) instead of \(model)")
                return
            }
        }
        pool.takeBack(&buffer)
    }

    private func step(
        _ buffer: inout Buffer,
        _ model: inout [UInt8],
        _ pool: BlockPool,
        _ random: inout SeededGenerator
    ) {
        let some = Int.random(in: 0...model.count, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            let bytes = self.randomBytes(&random)
            buffer.append(bytes.span)
            model += bytes
        case 2:
            let byte = UInt8.random(in: 0 ... .max, using: &random)
            buffer.append(byte)
            model.append(byte)
        case 3:
            let value = random.next() >> UInt64.random(in: 0..<64, using: &random)
            buffer.append(decimal: value)
            model += Array(String(value).utf8)
        case 4, 5:
            buffer.consume(some)
            model.removeFirst(some)
        case 6:
            let count = Int.random(in: 0...(model.count - some), using: &random)
            buffer.remove(at: some, count: count)
            model.removeSubrange(some..<some + count)
        case 7:
            buffer.truncate(to: some)
            model.removeLast(model.count - some)
        case 8: buffer.reserve(Int.random(in: 0..<2000, using: &random))
        case 9:
            let copy = Buffer.holding(model)
            buffer.append(copy, from: some, count: model.count - some)
            model += model[some...]
        case 10:
            pool.takeBack(&buffer)
            pool.lend(to: &buffer)
            model = []
        default:
            buffer.append("text")
            model += Array("text".utf8)
        }
    }

    private func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
        let longest = Bool.random(using: &random) ? 20 : 700
        return (0..<Int.random(in: 0..<longest, using: &random)).map { _ in UInt8.random(in: 0 ... .max, using: &random)
        }
    }
}
