import GatewayCore
import GatewayFaults
import Testing

/// What the gateway reads of gRPC, and what it says in its words.
struct GRPCTests {
    @Test(
        arguments: [
            ("1S", 1_000_000_000), ("10m", 10_000_000), ("99999999H", .max), ("2M", 120_000_000_000),
            ("3H", 10_800_000_000_000),
            ("5u", 5000), ("7n", 7), ("0n", 0), ("", nil), ("S", nil), ("1", nil), ("1s", nil), ("-1S", nil),
            ("1 S", nil), ("123456789S", nil), ("1.5S", nil),
        ] as [(String, UInt64?)]
    )
    func timeouts(_ text: String, _ expected: UInt64?) {
        let bytes = Array(text.utf8)
        let value = GRPCTimeout.nanoseconds(bytes.span)
        if expected == .max { return #expect((value ?? 0) > UInt64.max / 100) }
        #expect(value == expected)
    }

    @Test(arguments: [
        ("application/grpc", true), ("application/grpc+proto", true), ("Application/gRPC", true),
        ("application/grpc-web", true), ("application/json", false), ("application/grp", false), ("", false),
    ])
    func mediaTypes(_ text: String, _ expected: Bool) {
        let bytes = Array(text.utf8)
        #expect(GRPCTimeout.isCall(contentType: bytes.span) == expected)
    }

    @Test(arguments: [("plain", "plain"), ("100 %", "100 %25"), ("é\n", "%C3%A9%0A"), ("", "")])
    func messages(_ text: String, _ expected: String) {
        #expect(GRPCMessage.encoded(text) == expected)
    }

    @Test(
        arguments: [
            (.connectRefused, .unavailable), (.noEndpointAvailable, .unavailable),
            (.responseHeadTimeout, .deadlineExceeded),
            (.totalTimeout, .deadlineExceeded), (.noRoute, .unimplemented), (.rateLimited, .resourceExhausted),
            (.requestHeadTooLarge, .resourceExhausted), (.http2Violation, .internal), (.maintenance, .unavailable),
            (.overloaded, .unavailable), (.denied, .permissionDenied), (.streamRefused, .unavailable),
            (.connectNotAllowed, .unimplemented), (.bug, .internal), (.descriptorsExhausted, .unavailable),
        ] as [(Fault.Detail, GRPCStatus)]
    )
    func faults(_ detail: Fault.Detail, _ expected: GRPCStatus) {
        #expect(GRPCStatus(Fault(detail)) == expected)
    }

    /// No fault is told as success.
    @Test
    func everyFaultIsAnError() {
        for detail in Fault.Detail.allCases { #expect(GRPCStatus(Fault(detail)) != .ok) }
    }
}
