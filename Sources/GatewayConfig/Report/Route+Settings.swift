extension Route {
    /// What the route decides with, in the order of the key table.
    ///
    /// A section that is off is one setting, the same as its short form.
    var settings: [WrittenSetting] {
        [
            WrittenSetting("deadline-field", text: self.deadlineField),
            WrittenSetting("proxy-protocol", text: self.sentProxyProtocol?.rawValue ?? "off"),
        ] + (self.endpoints.lazy.compactMap(\.tls).first?.settings ?? []) + self.balance.settings
            + self.health.settings + self.retry.settings
            + [WrittenSetting("hedge.after", text: self.hedge.after?.description ?? "off")] + self.wait.settings
            + self.load.settings
            + self.rate.settings + self.overload.settings
            + (self.cache?.settings ?? [WrittenSetting("cache", isOn: false)])
            + self.maintenance.settings
            + (self.objective?.settings ?? [WrittenSetting("objective", isOn: false)])
    }
}

extension UpstreamTLS {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("upstream-tls.verify", isOn: self.verifies),
            WrittenSetting("upstream-tls.authorities", text: self.authorities ?? "system"),
            WrittenSetting("upstream-tls.server-name", text: self.serverName ?? "host"),
            WrittenSetting("upstream-tls.certificate", text: self.certificate),
            WrittenSetting("upstream-tls.minimum-version", text: self.minimumVersion.rawValue),
            WrittenSetting("upstream-tls.http2", isOn: self.offersHTTP2),
        ]
    }
}

extension BalancePolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("balance.method", text: self.method.rawValue),
            WrittenSetting("balance.key", text: self.key.description),
            WrittenSetting("balance.bounded-load", percent: self.boundedLoadPercent),
            WrittenSetting("balance.slow-start", self.slowStart),
            WrittenSetting("balance.sticky", text: self.stickyCookie),
            WrittenSetting("balance.sticky-secret", secret: self.stickySecret),
        ]
    }
}

extension HealthPolicy {
    fileprivate var settings: [WrittenSetting] {
        (self.check?.settings ?? [WrittenSetting("health.check", isOn: false)]) + self.ejection.settings
    }
}

extension HealthCheck {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("health.check.kind", text: self.kind.rawValue),
            WrittenSetting("health.check.path", text: self.path),
            WrittenSetting("health.check.host", text: self.host ?? "endpoint"),
            WrittenSetting("health.check.service", text: self.service),
            WrittenSetting("health.check.interval", self.interval),
            WrittenSetting("health.check.timeout", self.timeout),
            WrittenSetting("health.check.rise", self.rise),
            WrittenSetting("health.check.fall", self.fall),
            WrittenSetting("health.check.status", texts: self.statuses.map(\.words)),
            WrittenSetting("health.check.body", text: self.bodyText),
        ]
    }
}

extension EjectionPolicy {
    fileprivate var settings: [WrittenSetting] {
        guard self.isOn else { return [WrittenSetting("health.ejection", isOn: false)] }
        return [
            WrittenSetting("health.ejection.consecutive", self.consecutive),
            WrittenSetting("health.ejection.percent", percent: self.percent),
            WrittenSetting("health.ejection.window", self.window),
            WrittenSetting("health.ejection.base", self.base),
            WrittenSetting("health.ejection.longest", self.longest),
            WrittenSetting("health.ejection.server-errors", isOn: self.countsServerErrors),
        ]
    }
}

extension RetryPolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("retry.attempts", self.attempts),
            WrittenSetting("retry.budget", percent: self.budgetPercent),
            WrittenSetting("retry.budget-per-second", self.budgetPerSecond),
            WrittenSetting("retry.replay-body", size: self.replayBody == 0 ? nil : self.replayBody),
            WrittenSetting("retry.idempotency-key", isOn: self.trustsIdempotencyKey),
        ]
    }
}

extension WaitPolicy {
    fileprivate var settings: [WrittenSetting] {
        [WrittenSetting("wait.longest", self.longest), WrittenSetting("wait.requests", self.requests)]
    }
}

extension LoadLimits {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("limits.requests", self.requests),
            WrittenSetting("limits.endpoint-requests", self.endpointRequests),
            WrittenSetting("limits.endpoint-connections", self.endpointConnections),
        ]
    }
}

extension RatePolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("rate.client", text: self.client?.description ?? "off"),
            WrittenSetting("rate.total", text: self.total?.description ?? "off"),
        ]
    }
}

extension OverloadPolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("overload.adaptive", isOn: self.isAdaptive),
            WrittenSetting("overload.backlog", isOn: self.watchesBacklog),
            WrittenSetting("overload.latency", self.latency),
            WrittenSetting("overload.sojourn", self.sojourn),
            WrittenSetting("overload.interval", self.interval),
            WrittenSetting("overload.priority-field", text: self.priorityField),
        ]
    }
}

extension CachePolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("cache.object", size: self.object),
            WrittenSetting("cache.default-fresh", self.defaultFresh),
            WrittenSetting("cache.stale-if-error", self.staleIfError),
            WrittenSetting("cache.stale-while-revalidate", self.staleWhileRevalidate),
            WrittenSetting("cache.negative", self.negative),
            WrittenSetting("cache.tag-field", text: self.tagField),
        ]
    }
}

extension MaintenancePolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("maintenance.active", isOn: self.isOn),
            WrittenSetting("maintenance.retry-after", self.retryAfter),
            WrittenSetting("maintenance.message", text: self.message),
            WrittenSetting("maintenance.allow", texts: self.allow.map(\.description)),
            WrittenSetting("maintenance.cookie", secret: self.cookie),
        ]
    }
}

extension Objective {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("objective.availability", text: self.availabilityText),
            WrittenSetting("objective.value-per-request", text: self.valuePerRequest.map(DecimalText.text)),
            WrittenSetting("objective.currency", text: self.currency),
        ]
    }
}
