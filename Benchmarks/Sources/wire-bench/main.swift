import GatewayBytes
import GatewayFaults
import GatewayWire

// Prints nanoseconds per message and GB/s of each sample, best and median of several rounds, on one core.
// An argument leaves only the samples whose names contain it.
// A tool for people: nothing compares its numbers, so that no machine's mood fails a build.

let rounds = 15
let clock = ContinuousClock()

/// Parses `bytes` `count` times and returns a number that depends on all of them.
func run(_ sample: Sample, count: Int) throws(Fault) -> Int {
    switch sample.kind {
    case .request:
        var head = RequestHead()
        var sum = 0
        for _ in 0..<count {
            head.reset()
            guard case .complete(let bytes) = try head.parse(sample.bytes.span, limits: .request) else { return -1 }
            sum &+= bytes &+ head.fields.count
        }
        return sum
    case .response:
        var head = ResponseHead()
        var sum = 0
        for _ in 0..<count {
            head.reset()
            let progress = try head.parse(sample.bytes.span, limits: .response, requestMethod: .get)
            guard case .complete(let bytes) = progress else { return -1 }
            sum &+= bytes &+ head.fields.count
        }
        return sum
    case .chunked:
        var trailers = FieldTable()
        var sum = 0
        for _ in 0..<count { sum &+= try decode(sample.bytes.span, &trailers) }
        return sum
    }
}

/// The way a connection uses the decoder: content is used, then dropped together with the framing before it.
func decode(_ bytes: borrowing Span<UInt8>, _ trailers: inout FieldTable) throws(Fault) -> Int {
    var decoder = BodyDecoder(framing: .chunked, side: .upstream)
    var offset = 0
    var sum = 0
    while true {
        switch try decoder.next(bytes.extracting(offset..<bytes.count), trailers: &trailers) {
        case .needMore: return -1
        case .data(let start, let count):
            sum &+= count
            offset += start + count
        case .end: return sum
        }
    }
}

func report(_ sample: Sample) throws {
    let count = max(1000, 40_000_000 / sample.bytes.count / 4)
    guard try run(sample, count: 1000) > 0 else { fatalError("\(sample.name) was not parsed") }
    var nanoseconds: [Double] = []
    for _ in 0..<rounds {
        var sum = 0
        let elapsed = try clock.measure { sum = try run(sample, count: count) }
        precondition(sum > 0)
        let (seconds, attoseconds) = elapsed.components
        nanoseconds.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
    }
    nanoseconds.sort()
    let size = Double(sample.bytes.count)
    print(
        sample.name.padded(to: 28),
        "\(sample.bytes.count)".padded(to: 8),
        nanoseconds[0].text.padded(to: 10),
        nanoseconds[rounds / 2].text.padded(to: 10),
        (size / nanoseconds[rounds / 2]).text
    )
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - self.count)) }
}

extension Double {
    /// Two digits after the point.
    var text: String {
        let hundredths = Int((self * 100).rounded())
        return "\(hundredths / 100)." + String(hundredths % 100 + 100).dropFirst()
    }
}

print("sample".padded(to: 28), "bytes".padded(to: 8), "ns best".padded(to: 10), "ns median".padded(to: 10), "GB/s")
let wanted = CommandLine.arguments.dropFirst().first ?? ""
for sample in Sample.all where wanted.isEmpty || sample.name.contains(wanted) { try report(sample) }
