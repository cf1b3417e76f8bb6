/// Keeps ejection from making an outage worse: never below half of the pool, never the last.
///
/// When all endpoints fail, the cause is seldom the endpoints, and those left would get all the load. Not responsible
/// for checks, whose word is about one endpoint, nor for who counts as the pool (`Balancer.pool`).
public enum PoolGuard {
    /// Whether one more may be ejected of a pool with `total` endpoints, `available` of which are up now.
    ///
    /// `available` includes the one that is about to go, if it is up.
    public static func mayEject(available: Int, total: Int) -> Bool {
        let left = available - 1
        return left >= 1 && left * 2 >= total
    }
}
