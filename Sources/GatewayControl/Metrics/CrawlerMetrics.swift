internal import GatewayCore
internal import GatewayPlane

/// What became of search engines' crawlers while something failed, as metrics.
enum CrawlerMetrics {
    static func add(_ report: PlaneReport, to exposition: inout Exposition) {
        exposition.family(
            "goodgate_crawlers_total",
            .counter,
            "Requests of clients that call themselves crawlers where 502 or 504 was due, by what is known of them."
        ) { samples in
            for verdict in CrawlerVerdict.allCases {
                samples.add([("verdict", verdict.token)], report.crawlers[Int(verdict.rawValue)])
            }
        }
    }
}
