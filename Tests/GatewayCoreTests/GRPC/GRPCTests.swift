import GatewayCore
import GatewayFaults
import Testing

/// What the gateway reads of gRPC, and what it says in its words.
struct GRPCTests {
    @Test(arguments: [
        ("application/grpc", true), ("application/grpc+proto", true), ("Application/gRPC", true),
        ("application/grpc-web", true), ("application/json", false), ("application/grp", false), ("", false),
    ])
    func mediaTypes(_ text: String, _ expected: Bool) {
        let bytes = Array(text.utf8)
        #expect(GRPCCall.isCall(contentType: bytes.span) == expected)
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
