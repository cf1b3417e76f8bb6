import GatewayFaults
import Testing

/// The registry of RFC 9209 §2.3, written a second time by hand: name, status, "only from an intermediary", parameters.
private let registry: [(token: String, status: Int?, own: Bool, parameters: [String])] = [
    ("dns_timeout", 504, true, []),
    ("dns_error", 502, true, ["rcode", "info-code"]),
    ("destination_not_found", 500, true, []),
    ("destination_unavailable", 503, true, []),
    ("destination_ip_prohibited", 502, true, []),
    ("destination_ip_unroutable", 502, true, []),
    ("connection_refused", 502, true, []),
    ("connection_terminated", 502, false, []),
    ("connection_timeout", 504, true, []),
    ("connection_read_timeout", 504, false, []),
    ("connection_write_timeout", 504, false, []),
    ("connection_limit_reached", 503, true, []),
    ("tls_protocol_error", 502, false, []),
    ("tls_certificate_error", 502, true, []),
    ("tls_alert_received", 502, false, ["alert-id", "alert-message"]),
    ("http_request_error", nil, true, ["status-code", "status-phrase"]),
    ("http_request_denied", 403, true, []),
    ("http_response_incomplete", 502, false, []),
    ("http_response_header_section_size", 502, false, ["header-section-size"]),
    ("http_response_header_size", 502, false, ["header-name", "header-size"]),
    ("http_response_body_size", 502, false, ["body-size"]),
    ("http_response_trailer_section_size", 502, false, ["trailer-section-size"]),
    ("http_response_trailer_size", 502, false, ["trailer-name", "trailer-size"]),
    ("http_response_transfer_coding", 502, false, ["coding"]),
    ("http_response_content_coding", 502, false, ["coding"]),
    ("http_response_timeout", 504, false, []),
    ("http_upgrade_failed", 502, true, []),
    ("http_protocol_error", 502, false, []),
    ("proxy_internal_response", nil, true, []),
    ("proxy_internal_error", 500, true, []),
    ("proxy_configuration_error", 500, true, []),
    ("proxy_loop_detected", 502, true, []),
]

struct KindTests {
    @Test
    func kindsAreTheRegistryInItsOrder() {
        #expect(Fault.Kind.allCases.map(\.token) == registry.map(\.token))
        #expect(Fault.Kind.allCases.map(\.recommendedStatus) == registry.map(\.status))
        #expect(Fault.Kind.allCases.map(\.onlyFromIntermediary) == registry.map(\.own))
        #expect(Fault.Kind.allCases.map(\.extraParameters) == registry.map(\.parameters))
        #expect(Fault.Kind.allCases.map(\.section) == (1...32).map { "2.3.\($0)" })
    }

    @Test(arguments: Fault.Kind.allCases)
    func tokenLeadsBackToItsKind(kind: Fault.Kind) {
        #expect(Fault.Kind(token: kind.token) == kind)
    }

    @Test(arguments: ["", "DNS_TIMEOUT", "dns_timeout ", "read_timeout", "connnection_limit_reached"])
    func unregisteredNamesAreNoKind(token: String) {
        #expect(Fault.Kind(token: token) == nil)
    }

    @Test(arguments: Fault.Kind.allCases)
    func everyKindHasADetail(kind: Fault.Kind) {
        #expect(Fault.Detail.allCases.contains { $0.kind == kind })
    }
}
