internal import GatewayPlane

/// Metrics of HTTP/2 connections to endpoints.
enum UpstreamHTTP2Metrics {
    static func add(_ report: PlaneReport, to exposition: inout Exposition) {
        let counts = report.upstreamHTTP2
        exposition.single(
            "goodgate_upstream_http2_connections",
            .gauge,
            "HTTP/2 connections to endpoints that are open.",
            counts.connectionsActive
        )
        exposition.single(
            "goodgate_upstream_http2_streams",
            .gauge,
            "Requests under way on them.",
            counts.streamsActive
        )
        let counters: [(String, String, UInt64)] = [
            ("connections", "HTTP/2 connections to endpoints.", counts.connections),
            ("streams", "Requests sent on HTTP/2 connections.", counts.streams),
            (
                "connections_broken",
                "HTTP/2 connections closed because their endpoint broke the protocol or kept silent.", counts.broken
            ),
            ("goaways", "GOAWAY frames of endpoints.", counts.goAways),
            ("pings", "PINGs sent to endpoints that were silent.", counts.pings),
        ]
        for (name, help, value) in counters {
            exposition.single("goodgate_upstream_http2_\(name)_total", .counter, help, value)
        }
    }
}
