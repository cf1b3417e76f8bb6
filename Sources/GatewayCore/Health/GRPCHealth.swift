public import GatewayBytes
public import GatewayConfig
internal import GatewayFaults
internal import GatewayWire

/// gRPC's own question after health, `grpc.health.v1.Health/Check`: what is asked, and what the answer means.
public enum GRPCHealth {
    /// `SERVING` of `HealthCheckResponse.ServingStatus`.
    private static let serving: UInt8 = 1

    /// The head of the call, in HTTP/1.1 form.
    public static func head(_ check: HealthCheck, authority: String) -> [UInt8] {
        let milliseconds = check.timeout.isOff ? 2000 : check.timeout.count
        return Array(
            """
            POST /grpc.health.v1.Health/Check HTTP/1.1\r
            Host: \(check.host ?? authority)\r
            Content-Type: application/grpc\r
            grpc-timeout: \(min(milliseconds, 99_999_999))m\r
            User-Agent: goodgate-check\r
            \r

            """.utf8
        )
    }

    /// `HealthCheckRequest` in its message frame: not compressed, its length, and field 1, a string of at most 127
    /// bytes, which is left out where it is empty.
    public static func question(service: String) -> [UInt8] {
        let name = Array(service.utf8.prefix(127))
        let message = name.isEmpty ? [] : [0x0a, UInt8(name.count)] + name
        return [0, 0, 0, 0, UInt8(message.count)] + message
    }

    /// - Parameters:
    ///   - trailers: with `grpc-status`; lines in HTTP/1.1 form, perhaps behind a status line.
    ///   - answer: message frames.
    public static func verdict(trailers: borrowing Buffer, answer: borrowing Buffer) -> CheckVerdict {
        guard let status = Self.status(trailers.span) else { return .failed(.content) }
        guard status == 0 else { return .failed(.callStatus(status)) }
        return Self.isServing(answer.span) ? .passed : .failed(.content)
    }

    /// The number of `grpc-status`.
    private static func status(_ text: borrowing Span<UInt8>) -> UInt16? {
        let name = Array("grpc-status:".utf8)
        var line = 0
        while line + name.count < text.count {
            var matches = true
            for index in name.indices where text[line + index] | 0x20 != name[index] | 0x20 { matches = false }
            if matches { return Self.number(text, from: line + name.count) }
            while line < text.count, text[line] != UInt8(ascii: "\n") { line += 1 }
            line += 1
        }
        return nil
    }

    private static func number(_ text: borrowing Span<UInt8>, from start: Int) -> UInt16? {
        var value: UInt16?
        for index in start..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: " "), value == nil { continue }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            guard value ?? 0 < 1000 else { return nil }
            value = (value ?? 0) * 10 + UInt16(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Whether field 1 of the first message is `SERVING`.
    private static func isServing(_ frames: borrowing Span<UInt8>) -> Bool {
        // Servers compress nothing that small, and we did not offer it.
        guard frames.count >= 7, frames[0] == 0, frames[1] == 0, frames[2] == 0, frames[3] == 0, frames[4] >= 2 else {
            return false
        }
        return frames[5] == 0x08 && frames[6] == Self.serving
    }
}
