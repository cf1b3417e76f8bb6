import GatewayConfig
import GatewayCore
import GatewayFaults
import Testing

@testable import GatewayControl
@testable import GatewayPlane

/// The data plane's counts as metrics.
struct PlaneMetricsTests {
    private static let process = ProcessFigures.Reading(startTime: 1_700_000_000.25)

    private static var report: PlaneReport {
        var report = PlaneReport()
        var route = PlaneReport.Route(name: "a \"quoted\\ name\"\nwith a line end")
        route.statusClasses = [1, 0, 20, 3, 4, 5]
        route.latencyBuckets = Array(1...14)
        route.latencySumNanoseconds = 2_500_000_000
        report.routes = [route]
        var endpoint = PlaneReport.Endpoint(label: "http://127.0.0.1:9001", requests: 7)
        endpoint.standing = EndpointStanding(.down, reason: "check_failed")
        endpoint.backlogLimit = 12
        endpoint.backlogTurnedAway = 5
        endpoint.requestLimit = 4
        report.endpoints = [endpoint]
        let key = FaultCount.Key(detail: .connectRefused, side: .upstream, phase: .connect)
        report.faults = [FaultCount(key: key, count: 9)]
        report.clientsAccepted = .max
        report.clientsRefused = 6
        report.shed = 8
        let seen = VisibleFault.Key(route: "-", endpoint: "-", detail: .noRoute, side: .gateway)
        report.visible = [VisibleFault(key: seen, count: 3)]
        report.crawlers = Array(1...5)
        return report
    }

    @Test
    func areWellFormedAlsoWithHostileNames() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        let route = "a \"quoted\\ name\"\nwith a line end"
        #expect(exposed.value("goodgate_exchanges_total", ["route": route, "status_class": "5xx"]) == 5)
        #expect(exposed.value("goodgate_exchanges_total", ["route": route, "status_class": "none"]) == 1)
        #expect(exposed.value("goodgate_clients_accepted_total") == Double(UInt64.max))
        #expect(exposed.value("goodgate_clients_refused_total") == 6)
        #expect(exposed.value("goodgate_shed_total") == 8)
    }

    @Test
    func histogramIsCumulativeAndInSeconds() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        let route = Self.report.routes[0].name
        let name = "goodgate_exchange_duration_seconds"
        #expect(exposed.value(name + "_bucket", ["route": route, "le": "0.0005"]) == 1)
        #expect(exposed.value(name + "_bucket", ["route": route, "le": "1"]) == 66)
        #expect(exposed.value(name + "_bucket", ["route": route, "le": "10"]) == 91)
        #expect(exposed.value(name + "_bucket", ["route": route, "le": "+Inf"]) == 105)
        #expect(exposed.value(name + "_sum", ["route": route]) == 2.5)
        #expect(exposed.family(name)?.samples.count == 16)
    }

    @Test
    func faultsHaveTypeNameSideAndPhase() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        let labels = ["type": "connection_refused", "fault": "connect_refused", "side": "upstream", "phase": "connect"]
        #expect(exposed.value("goodgate_faults_total", labels) == 9)
    }

    @Test
    func endpointsHaveAStateAndLimits() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        let label = ["endpoint": "http://127.0.0.1:9001"]
        #expect(exposed.value("goodgate_endpoint_skipped", label) == 1)
        #expect(exposed.value("goodgate_endpoint_state", label.merging(["state": "down"]) { $1 }) == 1)
        #expect(exposed.value("goodgate_endpoint_backlog_limit", label) == 12)
        #expect(exposed.value("goodgate_endpoint_request_limit", label) == 4)
        #expect(exposed.value("goodgate_endpoint_backlog_turned_away_total", label) == 5)
    }

    @Test
    func crawlersHaveAVerdict() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        #expect(exposed.value("goodgate_crawlers_total", ["verdict": "unasked"]) == 1)
        #expect(exposed.value("goodgate_crawlers_total", ["verdict": "impostor"]) == 3)
        #expect(exposed.family("goodgate_crawlers_total")?.samples.count == 5)
    }

    @Test
    func endpointsTellThatTheyAreSkipped() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        #expect(exposed.value("goodgate_endpoint_skipped", ["endpoint": "http://127.0.0.1:9001"]) == 1)
        #expect(exposed.value("goodgate_endpoint_requests_total", ["endpoint": "http://127.0.0.1:9001"]) == 7)
    }

    private static var page: LedgerClerk.Page {
        let sums = SlidingSums.Sample(answered: 1000, failed: 1)
        let budget = ErrorBudget(objective: Objective(), sums: sums)
        let standing = Ledger.Standing(route: "shop", life: budget, hour: budget, day: budget)
        return LedgerClerk.Page(report: Self.report, standings: [standing])
    }

    @Test
    func whatClientsSawIsSummedOverTheFinerNames() throws {
        var page = Self.page
        let keys = [Fault.Detail.statusLineMalformed, .responseBareCR].map {
            VisibleFault.Key(route: "shop", endpoint: "http://127.0.0.1:9001", detail: $0, side: .upstream)
        }
        var report = page.report
        report.visible = keys.map { VisibleFault(key: $0, count: 2) }
        page = LedgerClerk.Page(report: report, standings: [])
        let exposed = try Exposed(PlaneMetrics.text(page, process: Self.process))
        let labels = [
            "route": "shop", "endpoint": "http://127.0.0.1:9001", "party": "upstream", "type": "http_protocol_error",
        ]
        #expect(exposed.value("goodgate_visible_faults_total", labels) == 4)
    }

    @Test
    func budgetsHaveAWindow() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: Self.process))
        for window in ["1h", "24h"] {
            let rate = exposed.value("goodgate_error_budget_burn_rate", ["route": "shop", "window": window])
            #expect(abs((rate ?? .nan) - 1) < 1e-9)
        }
    }

    /// Dashboards and alerts hold these names; one that goes missing fails silently there.
    @Test
    func namesAreThePromisedOnes() throws {
        let exposed = try Exposed(PlaneMetrics.text(Self.page, process: ProcessFigures.atStart().now()))
        let expected: Set = [
            "goodgate_exchanges_total", "goodgate_exchange_duration_seconds", "goodgate_exchanges_active",
            "goodgate_faults_total", "goodgate_incidents_kept", "goodgate_endpoint_requests_total",
            "goodgate_endpoint_faults_total", "goodgate_endpoint_connections_opened_total",
            "goodgate_endpoint_connections_reused_total", "goodgate_endpoint_active", "goodgate_endpoint_connections",
            "goodgate_endpoint_pooled", "goodgate_endpoint_skipped", "goodgate_endpoint_state",
            "goodgate_endpoint_state_changes_total", "goodgate_endpoint_backlog_limit",
            "goodgate_endpoint_backlog_turned_away_total", "goodgate_clients_accepted_total",
            "goodgate_clients_left_total", "goodgate_clients_idle_closed_total", "goodgate_accept_pauses_total",
            "goodgate_clients_active", "goodgate_clients_limit", "goodgate_retries_total", "goodgate_saved_total",
            "goodgate_proxy_headers_refused_total", "goodgate_backlog_limits_total",
            "goodgate_clients_refused_total", "goodgate_shed_total", "goodgate_endpoint_request_limit",
            "goodgate_http2_connections_broken_total",
            "goodgate_pooled_closed_total", "goodgate_unsolicited_responses_total", "goodgate_log_lines_lost_total",
            "goodgate_received_bytes_total", "goodgate_sent_bytes_total", "goodgate_workers",
            "goodgate_configuration_generation", "goodgate_draining", "goodgate_blocks_lent", "goodgate_build_info",
            "goodgate_prevented_total", "goodgate_visible_faults_total", "goodgate_error_budget_remaining_ratio",
            "goodgate_error_budget_burn_rate", "goodgate_retries_denied_total", "goodgate_hedges_total",
            "goodgate_waits_total",
            "goodgate_waiting_requests", "goodgate_endpoint_idle_lifetime_seconds", "goodgate_endpoint_drained",
            "goodgate_crawlers_total", "goodgate_cache_requests_total", "goodgate_cache_stored_total",
            "goodgate_cache_collapsed_total", "goodgate_cache_evictions_total", "goodgate_cache_entries",
            "goodgate_cache_bytes", "goodgate_cache_limit_bytes", "goodgate_cache_filling_bytes",
            "goodgate_cache_files", "goodgate_tls_handshakes_total", "goodgate_upstream_tls_handshakes_total",
            "goodgate_upstream_http2_connections", "goodgate_upstream_http2_streams",
            "goodgate_upstream_http2_connections_total", "goodgate_upstream_http2_streams_total",
            "goodgate_upstream_http2_connections_broken_total", "goodgate_upstream_http2_goaways_total",
            "goodgate_upstream_http2_pings_total",
            "process_start_time_seconds", "process_resident_memory_bytes", "process_open_fds", "process_max_fds",
            "process_cpu_seconds_total",
        ]
        #expect(Set(exposed.families.map(\.name)) == expected)
    }

    @Test
    func theCachesDiskHasMetricsWhereThereIsOne() throws {
        var disk = DiskReport()
        disk.state = .ready
        disk.entries = 3
        disk.bytes = 12_288
        disk.hits = 4
        disk.writeFailures = 5
        var exposition = Exposition()
        DiskMetrics.add(disk, to: &exposition)
        let exposed = try Exposed(exposition.text)
        #expect(exposed.value("goodgate_cache_disk_entries", [:]) == 3)
        #expect(exposed.value("goodgate_cache_disk_bytes", [:]) == 12_288)
        #expect(exposed.value("goodgate_cache_disk_hits_total", [:]) == 4)
        #expect(exposed.value("goodgate_cache_disk_write_failures_total", [:]) == 5)
        #expect(exposed.value("goodgate_cache_disk_ready", [:]) == 1)
        #expect(exposed.families.count == 11)
    }

    @Test
    func processFiguresAreThoseOfThisProcess() {
        let reading = ProcessFigures.atStart().now()
        #expect((reading.residentBytes ?? 0) > 1_000_000)
        #expect((reading.openDescriptors ?? 0) >= 3)
        #expect((reading.mostDescriptors ?? 0) >= (reading.openDescriptors ?? .infinity))
        #expect(reading.startTime > 1_600_000_000)
    }
}
