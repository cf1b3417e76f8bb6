import Testing

@testable import GatewayPlane

@Suite struct UpstreamSessionLimitTests {
    private static let second: UInt64 = 1_000_000_000

    private static func facts(_ change: (inout UpstreamSessionLimit.Facts) -> Void) -> UpstreamSessionLimit.Facts {
        var facts = UpstreamSessionLimit.Facts()
        facts.times = UpstreamSession.Times(
            reach: 2 * Self.second,
            write: 5 * Self.second,
            ping: 10 * Self.second,
            watch: 60 * Self.second
        )
        facts.openedAt = 100
        facts.lastReceived = 200
        facts.idleSince = 300
        change(&facts)
        return facts
    }

    /// A peer whose streams are silent is asked after the route's time.
    @Test func silentStreamsAreWatched() {
        let next = UpstreamSessionLimit.next(Self.facts { _ in })
        #expect(next.limit == .watch)
        #expect(next.time == 200 + 60 * Self.second)
    }

    /// And not again for five, although it answered and fell silent once more.
    @Test func noPeerIsAskedTooOften() {
        let asked = 60 * Self.second
        let next = UpstreamSessionLimit.next(
            Self.facts {
                $0.lastPing = asked
                $0.lastReceived = asked + 1
            }
        )
        #expect(next.limit == .watch)
        #expect(next.time == asked + 300 * Self.second)
        let late = UpstreamSessionLimit.next(
            Self.facts {
                $0.lastPing = asked
                $0.lastReceived = asked + 290 * Self.second
            }
        )
        #expect(late.time == asked + 350 * Self.second)
    }

    /// An open question comes before what waits for room, and the peer's SETTINGS before both.
    @Test func theNearestTroubleIsFirst() {
        let asking = UpstreamSessionLimit.next(
            Self.facts {
                $0.pingSentAt = 400
                $0.blockedSince = 10
            }
        )
        #expect(asking.limit == .ping)
        #expect(asking.time == 400 + 2 * Self.second)
        let blocked = UpstreamSessionLimit.next(
            Self.facts {
                $0.blockedSince = 500
                $0.hasStreams = false
            }
        )
        #expect(blocked.limit == .write)
        #expect(blocked.time == 500 + 5 * Self.second)
        let beginning = UpstreamSessionLimit.next(
            Self.facts {
                $0.isEstablished = false
                $0.pingSentAt = 400
            }
        )
        #expect(beginning.limit == .settings)
        #expect(beginning.time == 100 + 2 * Self.second)
    }

    @Test(arguments: [false, true], [0, UInt64(400)])
    func aTimeThatIsOffNeverComes(_ isEstablished: Bool, _ lastPing: UInt64) {
        let facts = Self.facts {
            $0.times = UpstreamSession.Times()
            $0.isEstablished = isEstablished
            $0.lastPing = lastPing
        }
        #expect(UpstreamSessionLimit.next(facts).time == .max)
    }

    @Test(arguments: [(UInt64.max, UInt64(60)), (4_000_000_000, 4), (0, 0)])
    func idleConnectionsHaveTheirTime(_ timeout: UInt64, _ seconds: UInt64) {
        let next = UpstreamSessionLimit.next(
            Self.facts {
                $0.hasStreams = false
                $0.idleTimeout = timeout
                $0.isCalm = true
            }
        )
        #expect(next.limit == .idle)
        #expect(next.time == 300 + seconds * Self.second)
    }

    /// Tables go back once, a second into the idle time, unless that is over by then.
    @Test func tablesAreKeptForAMoment() {
        let next = UpstreamSessionLimit.next(Self.facts { $0.hasStreams = false })
        #expect(next.limit == .calm)
        #expect(next.time == 300 + Self.second)
        let short = UpstreamSessionLimit.next(
            Self.facts {
                $0.hasStreams = false
                $0.idleTimeout = Self.second / 2
            }
        )
        #expect(short.limit == .idle)
    }
}
