/// Everything that an operator can set, checked and complete.
///
/// A snapshot: reloading makes a new one.
///
/// Not responsible for reading (`ConfigurationLoader`) nor for what the values mean at run time.
public struct Configuration: Hashable, Sendable {
    /// At least 1: "automatic" is already replaced by the number of online CPUs.
    public var workers: Int
    /// The gateway's name in `Via` and `Proxy-Status`: an RFC 9110 §5.6.2 token.
    public var identity: String
    public var accessLog: AccessLog
    public var listeners: [Listener]
    /// nil when switched off.
    public var admin: Admin?
    /// Peers whose `Forwarded` and `X-Forwarded-*` fields are believed.
    public var trustedProxies: [AddressRange]
    public var proxyStatus: ProxyStatusPolicy
    /// Directory of error-page templates.
    public var pages: String?
    public var limits: Limits
    /// Exchanges that the flight recorder keeps.
    public var recorderCapacity: Int
    public var drainTimeout: Setting<Milliseconds>
    /// Timers before a route is known, and the values of routes that set none.
    public var timeouts: Timeouts
    public var resolver: ResolverSettings
    public var clientLimits: ClientLimits
    public var cacheStore: CacheStoreSettings
    /// Whether crawlers are told by reverse DNS instead of by their `User-Agent` alone.
    public var verifiesCrawlers: Bool
    /// Where this gateway stands; nil for nowhere in particular.
    public var zone: String?
    public var routes: [Route]
    /// Who set each key that is not the default, by key path (`limits.field`).
    public internal(set) var origins: [String: SettingOrigin] = [:]

    /// Defaults everywhere: one worker, no routes.
    public init(
        workers: Int = 1,
        identity: String = "goodgate",
        accessLog: AccessLog = AccessLog(),
        listeners: [Listener] = [],
        admin: Admin? = nil,
        trustedProxies: [AddressRange] = [],
        proxyStatus: ProxyStatusPolicy = .errorOnly,
        pages: String? = nil,
        limits: Limits = Limits(),
        recorderCapacity: Int = 10_000,
        drainTimeout: Setting<Milliseconds> = Setting(.seconds(30)),
        timeouts: Timeouts = Timeouts(),
        resolver: ResolverSettings = ResolverSettings(),
        clientLimits: ClientLimits = ClientLimits(),
        cacheStore: CacheStoreSettings = CacheStoreSettings(),
        verifiesCrawlers: Bool = false,
        zone: String? = nil,
        routes: [Route] = []
    ) {
        self.workers = workers
        self.identity = identity
        self.accessLog = accessLog
        self.listeners = listeners
        self.admin = admin
        self.trustedProxies = trustedProxies
        self.proxyStatus = proxyStatus
        self.pages = pages
        self.limits = limits
        self.recorderCapacity = recorderCapacity
        self.drainTimeout = drainTimeout
        self.timeouts = timeouts
        self.resolver = resolver
        self.clientLimits = clientLimits
        self.cacheStore = cacheStore
        self.verifiesCrawlers = verifiesCrawlers
        self.zone = zone
        self.routes = routes
    }

    /// Who set a key (`limits.field`, `timeouts.connect`), for explanations.
    public func origin(of key: String) -> SettingOrigin { self.origins[key] ?? .builtIn }
}
