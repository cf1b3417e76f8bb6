/// What the workers know of each other's load on one route that has a limit.
struct RouteShare: Sendable {
    let requests = SharedCount()
    let turns: SharedTurns

    init(workers: Int) { self.turns = SharedTurns(workers: workers) }
}
