internal import GatewayFaults
public import GatewayGuide
internal import GatewayReactor

/// A diagnosis as JSON: `docs/diagnose.schema.json`.
///
/// Secrets stay out: values of the query, cookies, and fields of the request that were given by hand.
public struct DiagnosisDocument: Encodable, Sendable {
    /// Rises when a key changes its meaning or goes.
    public static let currentVersion = 1

    public struct Cause: Encodable, Sendable {
        public var cause: SiteCause
        public var title: String
        public var party: Party
        public var confidence: Double
        public var supporting: [String]
        public var against: [String]
        public var next: String?
    }

    public struct Step: Encodable, Sendable {
        public var audience: Audience
        public var text: String
    }

    public struct Persistence: Encodable, Sendable {
        public var kind: String
        public var failed: Int?
        public var tries: Int?
        public var low: Double?
        public var high: Double?
    }

    public struct StageRow: Encodable, Sendable {
        public var stage: String
        /// After the walk's beginning.
        public var beganMilliseconds: Double
        public var milliseconds: Double
    }

    public struct Maker: Encodable, Sendable {
        public var name: String?
        public var product: String?
        public var madeBy: String
        public var confidence: Double
        public var evidence: [String]
        public var errors: [String]
        public var chain: [String]
    }

    /// Whom the name leads to.
    public struct Service: Encodable, Sendable {
        public var name: String
        public var product: String
        public var alias: String
    }

    public struct Reference: Encodable, Sendable {
        public var name: String
        public var value: String
        public var meaning: String?
    }

    public var version = Self.currentVersion
    public var url: String
    public var method: String
    /// What came back: status and message as they were sent, and the fault where there was one.
    public var answer: String?
    public var started: String
    public var milliseconds: Double
    /// Those that were walked, in their order; they overlap.
    public var stages: [StageRow]
    public var outcome: Verdict.Outcome
    public var stage: String?
    public var party: Party
    public var confidence: Double
    public var headline: String
    public var persistence: Persistence
    public var causes: [Cause]
    public var steps: [Step]
    public var notes: [String]
    public var proof: String
    public var maker: Maker?
    public var references: [Reference]
    public var names: [NameRow]
    /// By an alias in DNS.
    public var service: Service?
    public var addresses: [String]
    public var visits: [VisitRow]
    /// Routers on the way, `*` for one that says nothing; where it was traced.
    public var path: [String]?
    /// Who says that the site speaks HTTP/3, which was not tried.
    public var http3Offer: String?
    public var redirects: [String]
    public var requests: Int
    /// Lines for a shell that repeat the steps with other programs.
    public var commands: [String]
    /// What only people can add to a report.
    public var missing: [String]
    /// What the Good Gateway in front recorded, where its admin address was given.
    public var incident: Story?
    /// Why there is none although it was asked for.
    public var incidentProblem: String?

    public init(_ verdict: Verdict, _ seen: Observations) {
        self.url = seen.target.redacted
        self.method = seen.method
        self.answer = Self.answer(seen)
        self.started = UTCTime.text(milliseconds: Int64(seen.started), withMilliseconds: true)
        self.milliseconds = seen.milliseconds
        self.stages = seen.stages.map { time in
            StageRow(stage: time.stage.token, beganMilliseconds: time.began, milliseconds: time.milliseconds)
        }
        self.outcome = verdict.outcome
        self.stage = verdict.stage?.token
        self.party = verdict.party
        self.confidence = verdict.confidence
        self.headline = verdict.headline
        self.persistence = Self.persistence(verdict.persistence)
        self.causes = verdict.causes.map { Self.cause($0, seen) }
        self.steps = VerdictText.steps(of: verdict).map {
            Step(audience: $0.audience, text: VerdictText.filled($0.text, seen))
        }
        self.notes = verdict.notes
        self.proof = verdict.proof
        self.maker = verdict.attribution.map(Self.maker)
        self.references = verdict.references.map { Reference(name: $0.name, value: $0.value, meaning: $0.meaning) }
        self.names = seen.resolution.views.map { NameRow($0) } + (seen.zone?.servers ?? []).map { NameRow($0) }
        self.service = AliasedService(seen.resolution).map { service in
            Service(name: service.product.name, product: service.product.id, alias: service.alias)
        }
        self.addresses = seen.resolution.addresses.map(\.text)
        let visits =
            seen.zonePages + seen.pages + [seen.otherPort].compactMap { $0 } + seen.unverified
            + seen.resumptions + seen.versions + seen.handshakes
            + seen.hops.compactMap(\.visit)
            + seen.contrasts + seen.samples.map(\.visit) + seen.reuse + seen.origins + seen.originHandshakes
            + seen.controls.compactMap(\.visit)
        self.visits = visits.map { VisitRow($0) }
        self.path = seen.path.map { $0.hops.map { "\($0.number) \($0.reporter?.hostText ?? "*")" } }
        self.http3Offer = seen.http3?.sources
        self.redirects = seen.hops.map(\.target.redacted)
        self.requests = seen.requests
        self.commands = RepeatedSteps(seen).lines
        self.missing = Self.missing(verdict, seen)
    }

    private static func cause(_ ranked: RankedCause, _ seen: Observations) -> Cause {
        let words = ranked.cause.words
        return Cause(
            cause: ranked.cause,
            title: words.title,
            party: words.party,
            confidence: ranked.confidence,
            supporting: ranked.supporting,
            against: ranked.against,
            next: VerdictText.next(ranked.cause, seen)
        )
    }

    private static func persistence(_ persistence: Verdict.Persistence) -> Persistence {
        switch persistence {
        case .unknown: return Persistence(kind: "unknown")
        case .temporary(let tries): return Persistence(kind: "temporary", failed: 1, tries: tries + 1)
        case .persistent(let tries): return Persistence(kind: "persistent", failed: tries, tries: tries)
        case .intermittent(let failed, let tries):
            let rate = Proportion(failed: failed, tries: tries)
            return Persistence(kind: "intermittent", failed: failed, tries: tries, low: rate.low, high: rate.high)
        }
    }

    private static func maker(_ attribution: Attribution) -> Maker {
        Maker(
            name: attribution.name,
            product: attribution.product?.id,
            madeBy: attribution.madeBy.rawValue,
            confidence: attribution.confidence,
            evidence: attribution.evidence,
            errors: attribution.errors.map(\.token),
            chain: attribution.chain
        )
    }
}
