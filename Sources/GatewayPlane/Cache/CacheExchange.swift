internal import GatewayBytes
internal import GatewayCore
internal import GatewayWire

/// What the cache has to do with one exchange; nothing, for most.
struct CacheExchange {
    /// The cache looked at the request, or keeps its answer for errors.
    var isActive = false
    var status = CacheStatus()
    var asked = Storability.Asked(method: .other, control: CacheControl(), hasAuthorization: false, hasCookie: false)
    /// Of the URL; the bytes are kept only for what goes upstream.
    var hash: UInt64 = 0
    var key: [UInt8] = []
    /// What is stored for the request, fresh or stale.
    var entry: CacheEntry?
    /// What its answer fills, where it is kept.
    var fill: CacheFill?
    /// The one that it is sent of while another exchange fills it, and its place there.
    var followed: CacheFill?
    var place = 0
    /// It fills for others: its own client has left, or follows.
    var isOrphan = false
    /// Proves that others wait for this exchange's answer; 0 when nobody does.
    var flight: UInt64 = 0
    var wait = CollapseWait()
    /// Conditions and ranges of the client stay here.
    var dropsConditions = false
    /// The request asks whether `entry` is still good.
    var isValidating = false
    /// Its answer may stand in for an error on any route: `robots.txt` or a sitemap.
    var isSearchFile = false
    /// It is kept for that only.
    var isFileOnly = false
    /// The disk was asked once.
    var hasAskedDisk = false

    // What of `entry` is being sent.
    var block = 0
    var offset = 0
    var left: UInt64 = 0

    init() {}
}
