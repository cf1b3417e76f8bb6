internal import GatewayCore
internal import GatewayFaults
internal import GatewayPlane

/// The counts of the data plane and of the process as metrics.
///
/// Names and labels are an interface that dashboards build on: they change only with a word in the changelog.
enum PlaneMetrics {
    static func text(_ page: LedgerClerk.Page, process: ProcessFigures.Reading) -> String {
        let report = page.report
        var exposition = Exposition()
        self.addExchanges(report, to: &exposition)
        self.addFaults(report, to: &exposition)
        LedgerMetrics.add(page, to: &exposition)
        EndpointMetrics.add(report, to: &exposition)
        self.addNames(report, to: &exposition)
        self.addClients(report, to: &exposition)
        EncryptionMetrics.add(report, to: &exposition)
        HTTP2Metrics.add(report, to: &exposition)
        UpstreamHTTP2Metrics.add(report, to: &exposition)
        self.addPlane(report, to: &exposition)
        CrawlerMetrics.add(report, to: &exposition)
        self.addCache(report.cache, to: &exposition)
        self.addProcess(process, to: &exposition)
        return exposition.text
    }

    private static let statusClasses = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"]

    private static let bounds: [Double] = RouteCounts.bounds.indices.map {
        Double(RouteCounts.bounds[$0]) / 1_000_000_000
    }

    private static func addExchanges(_ report: PlaneReport, to exposition: inout Exposition) {
        let routes = report.routes.sorted { $0.name < $1.name }
        exposition.family(
            "goodgate_exchanges_total",
            .counter,
            "Exchanges by route and by the class of the status that the client got; none: it left before."
        ) { samples in
            for route in routes {
                for (name, count) in zip(self.statusClasses, route.statusClasses) {
                    samples.add([("route", route.name), ("status_class", name)], count)
                }
            }
        }
        exposition.family(
            "goodgate_exchange_duration_seconds",
            .histogram,
            "From the first byte of the request to the end of the exchange, by route."
        ) { samples in
            for route in routes {
                samples.addHistogram(
                    [("route", route.name)],
                    bounds: self.bounds,
                    counts: route.latencyBuckets,
                    sum: Double(route.latencySumNanoseconds) / 1_000_000_000
                )
            }
        }
        exposition.single(
            "goodgate_exchanges_active",
            .gauge,
            "Exchanges under way.",
            report.exchangesActive
        )
    }

    private static func addFaults(_ report: PlaneReport, to exposition: inout Exposition) {
        let faults = report.faults.map { fault in
            let labels: [Exposition.Samples.Label] = [
                ("type", fault.key.detail.kind.token), ("fault", fault.key.detail.token),
                ("side", fault.key.side.token), ("phase", fault.key.phase.token),
            ]
            return (labels: labels, count: fault.count)
        }
        let sorted = faults.sorted { a, b in
            a.labels.map(\.value).lexicographicallyPrecedes(b.labels.map(\.value))
        }
        exposition.family(
            "goodgate_faults_total",
            .counter,
            "Faults by RFC 9209 type, our own name, side and phase; those that a retry hid count too."
        ) { samples in
            for fault in sorted { samples.add(fault.labels, fault.count) }
        }
        exposition.single(
            "goodgate_incidents_kept",
            .gauge,
            "Exchanges that the flight recorder holds.",
            report.incidentsKept
        )
    }

    private static func addNames(_ report: PlaneReport, to exposition: inout Exposition) {
        let names = report.names
        exposition.family(
            "goodgate_name_answer_age_seconds",
            .gauge,
            "Time since the last good answer of the resolver. By name."
        ) { samples in
            for name in names { if let age = name.age { samples.add([("name", name.name)], age) } }
        }
        exposition.family(
            "goodgate_name_ttl_seconds",
            .gauge,
            "Time to live of the last good answer, within the configured bounds. By name."
        ) { samples in
            for name in names where name.age != nil { samples.add([("name", name.name)], name.timeToLive) }
        }
        exposition.family("goodgate_name_addresses", .gauge, "Addresses in use. By name.") { samples in
            for name in names { samples.add([("name", name.name)], name.addresses.count) }
        }
        exposition.family(
            "goodgate_name_stale",
            .gauge,
            "1 while addresses are used beyond their time to live, because the resolver gives no better ones. By name."
        ) { samples in
            for name in names { samples.add([("name", name.name)], name.isStale ? 1 : 0) }
        }
        exposition.family("goodgate_name_failures_total", .counter, "Look-ups without a result. By name.") { samples in
            for name in names { samples.add([("name", name.name)], name.failures) }
        }
    }

    private static func addClients(_ report: PlaneReport, to exposition: inout Exposition) {
        let counters: [(String, String, UInt64)] = [
            ("clients_accepted", "Client connections accepted.", report.clientsAccepted),
            ("clients_left", "Clients that left before they had their answer.", report.clientsLeft),
            (
                "clients_idle_closed", "Client connections closed because they were idle for too long.",
                report.idleClosed
            ),
            (
                "clients_refused",
                "Client connections closed at once: their address had as many as `limits.client-connections` allows.",
                report.clientsRefused
            ),
            ("accept_pauses", "Times that accepting stopped for want of descriptors or memory.", report.acceptPauses),
        ]
        for (name, help, value) in counters { exposition.single("goodgate_\(name)_total", .counter, help, value) }
        exposition.family(
            "goodgate_proxy_headers_refused_total",
            .counter,
            "Connections of proxies closed because of their PROXY header, by reason."
        ) { samples in
            for reason in ProxyHeaderRefusal.allCases {
                samples.add([("reason", reason.rawValue)], report.proxyHeadersRefused[reason] ?? 0)
            }
        }
        exposition.single("goodgate_clients_active", .gauge, "Open client connections.", report.clientsActive)
        exposition.single(
            "goodgate_clients_limit",
            .gauge,
            "Client connections that may be open at once (`limits.connections` of every worker).",
            report.connectionLimit
        )
    }

    private static func addHedges(_ report: PlaneReport, to exposition: inout Exposition) {
        exposition.family(
            "goodgate_hedges_total",
            .counter,
            "Requests for which a second server was asked (`hedge`), by what became of it; denied: the budget was spent."
        ) { samples in
            for ending in HedgeEnding.allCases {
                switch ending {
                case .none, .underWay: continue
                case .won, .lost, .failed, .denied:
                    samples.add([("result", ending.token)], report.hedges[Int(ending.rawValue)])
                }
            }
        }
    }

    private static func addPlane(_ report: PlaneReport, to exposition: inout Exposition) {
        self.addHedges(report, to: &exposition)
        let counters: [(String, String, UInt64)] = [
            ("retries", "Attempts after the first.", report.retries),
            ("retries_denied", "Retries that the budget of the route did not allow.", report.budgetRefusals),
            ("waits", "Requests that waited for an endpoint or for room.", report.waits),
            ("shed", "Requests turned away untried: a limit, a rate, a full or standing queue.", report.shed),
            (
                "http2_connections_broken", "HTTP/2 connections closed because their client broke the protocol.",
                report.sessionsBroken
            ),
            (
                "endpoint_state_changes", "Changes of the state of endpoints, each with a line in the log.",
                report.healthChanges
            ),
            (
                "backlog_limits", "Times an endpoint got fewer requests because a queue seemed to grow inside of it.",
                report.backlogLimits
            ),
            ("saved", "Exchanges in which something failed and the client noticed nothing.", report.saved),
            ("pooled_closed", "Kept-alive upstream connections that the peer closed while idle.", report.pooledClosed),
            (
                "unsolicited_responses", "Bytes on an idle upstream connection that nobody asked for.",
                report.unsolicited
            ),
            ("log_lines_lost", "Access log lines lost because the log's reader was too slow.", report.logLinesLost),
            ("received_bytes", "Bytes read from clients.", report.bytesIn),
            ("sent_bytes", "Bytes written to clients.", report.bytesOut),
        ]
        for (name, help, value) in counters { exposition.single("goodgate_\(name)_total", .counter, help, value) }
        exposition.single("goodgate_waiting_requests", .gauge, "Requests that wait.", report.waiting)
        exposition.single("goodgate_workers", .gauge, "Workers that run.", report.workers)
        exposition.single(
            "goodgate_configuration_generation",
            .gauge,
            "1 at the start, one more with every reload.",
            report.generation
        )
        exposition.single("goodgate_draining", .gauge, "1 while the gateway drains.", report.isDraining ? 1 : 0)
        exposition.single("goodgate_blocks_lent", .gauge, "Buffers in use by connections.", report.blocksLent)
    }

    private static func addCache(_ report: CacheReport, to exposition: inout Exposition) {
        exposition.family(
            "goodgate_cache_requests_total",
            .counter,
            "Requests on routes with a cache, by what the cache did."
        ) { samples in
            for outcome in CacheStatus.Outcome.allCases where outcome != .none {
                samples.add([("outcome", "\(outcome.token)")], report.count(outcome))
            }
        }
        let counters: [(String, String, UInt64)] = [
            ("stored", "Responses stored.", report.stored),
            ("collapsed", "Requests that got the answer to another one.", report.collapsed),
            ("evictions", "Responses that had to go for others.", report.evictions),
        ]
        for (name, help, value) in counters { exposition.single("goodgate_cache_\(name)_total", .counter, help, value) }
        let gauges: [(String, String, Int)] = [
            ("entries", "Responses stored now.", report.entries),
            ("bytes", "Memory that counts towards the limit.", report.bytes),
            ("limit_bytes", "The limit.", report.limit),
            ("filling_bytes", "Memory of responses that are not complete yet.", report.filling),
            ("files", "Files for search engines kept for errors.", report.files),
        ]
        for (name, help, value) in gauges { exposition.single("goodgate_cache_\(name)", .gauge, help, value) }
        if let disk = report.disk { DiskMetrics.add(disk, to: &exposition) }
    }

    private static func addProcess(_ process: ProcessFigures.Reading, to exposition: inout Exposition) {
        exposition.family("goodgate_build_info", .gauge, "The version that runs.") { samples in
            samples.add([("version", ProgramVersion.text)], 1)
        }
        // Names without our prefix: every program that Prometheus knows has these.
        exposition.single(
            "process_start_time_seconds",
            .gauge,
            "When the process started, in seconds since 1970.",
            process.startTime
        )
        let gauges: [(String, String, Double?)] = [
            ("resident_memory_bytes", "Resident memory.", process.residentBytes),
            ("open_fds", "Open descriptors.", process.openDescriptors),
            ("max_fds", "Descriptors that may be open.", process.mostDescriptors),
        ]
        for (name, help, value) in gauges {
            if let value { exposition.single("process_\(name)", .gauge, help, value) }
        }
        if let seconds = process.processorSeconds {
            exposition.single("process_cpu_seconds_total", .counter, "User and system time.", seconds)
        }
    }
}
