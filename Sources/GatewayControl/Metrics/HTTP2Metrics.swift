internal import GatewayPlane

/// Metrics of HTTP/2 with clients: which rules were broken.
enum HTTP2Metrics {
    static func add(_ report: PlaneReport, to exposition: inout Exposition) {
        guard !report.violations.isEmpty else { return }
        exposition.family(
            "goodgate_http2_violations_total",
            .counter,
            "HTTP/2 connections closed because their client broke a rule, by rule."
        ) { samples in
            for (rule, count) in report.violations.sorted(by: { $0.key < $1.key }) {
                samples.add([("rule", rule)], count)
            }
        }
    }
}
