import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayReactor
import Synchronization
import Testing

@testable import GatewayPlane

@Suite(.timeLimit(.minutes(1))) struct HealthProberTests {
    /// What was reported, in order.
    private final class Reports: Sendable {
        struct Line: Sendable, Equatable {
            var state: HealthState
            var reason: HealthReason
            var endpoint: String
            var route: String
        }

        private let lines = Mutex<[Line]>([])
        private let signal: ThreadSignal

        init() throws { self.signal = try ThreadSignal() }

        func add(_ change: HealthChange, _ endpoint: String, _ route: String) {
            self.lines.withLock {
                $0.append(Line(state: change.to, reason: change.reason, endpoint: endpoint, route: route))
            }
            self.signal.raise()
        }

        var all: [Line] { self.lines.withLock { $0 } }

        /// The first `count` lines; fewer when they did not come in time.
        func wait(_ count: Int) -> [Line] {
            for _ in 0..<count {
                if self.all.count >= count { break }
                self.signal.wait(milliseconds: 20_000)
            }
            return self.all
        }
    }

    private struct Setup {
        let reports: Reports
        let prober: HealthProber

        init() throws {
            let reports = try Reports()
            self.reports = reports
            self.prober = try HealthProber { reports.add($0, $1, $2) }
        }
    }

    private func check(
        _ kind: HealthCheck.Kind = .http,
        bodyText: String? = nil,
        timeout: Milliseconds = .seconds(10)
    ) -> HealthCheck {
        HealthCheck(
            kind: kind,
            path: "/up",
            interval: Milliseconds(20),
            timeout: timeout,
            rise: 1,
            fall: 1,
            bodyText: bodyText
        )
    }

    private func target(
        _ check: HealthCheck,
        _ targets: [ConnectTarget],
        route: String = "r",
        endpoint: String = "e"
    ) -> CheckTarget {
        CheckTarget(route: route, endpoint: endpoint, authority: "e.example", check: check, targets: targets)
    }

    /// The first report about one endpoint.
    private func first(_ act: ScriptedPeer.Act, _ check: HealthCheck) throws -> HealthReason? {
        let peer = try ScriptedPeer(act)
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        setup.prober.update([self.target(check, [peer.target])])
        return setup.reports.wait(1).first?.reason
    }

    private func detail(_ reason: HealthReason?) -> Fault.Detail? {
        guard case .checkFailed(.fault(let fault)) = reason else { return nil }
        return fault.detail
    }

    /// An address at which nobody listens.
    private func deadTarget() throws -> ConnectTarget {
        let listener = try Listener(.address(.loopbackV4(port: 0)))
        return .address(listener.address)
    }

    @Test func aGoodAnswerBringsAnEndpointUp() throws {
        #expect(try self.first(.answer(["HTTP/1.1 200 OK\r\n\r\n"]), self.check()) == .checkPassed)
        #expect(try self.first(.answer([]), self.check(.tcp)) == .checkPassed)
    }

    @Test func everyBadAnswerHasItsReason() throws {
        #expect(
            try self.first(.answer(["HTTP/1.1 500 x\r\n\r\n"]), self.check()) == .checkFailed(.status(500))
        )
        #expect(self.detail(try self.first(.reset, self.check())) == .resetBeforeHead)
        #expect(self.detail(try self.first(.answer([]), self.check())) == .closedBeforeHead)
        #expect(self.detail(try self.first(.answer(["SSH-2.0-x\r\n"]), self.check())) == .responseHTTP09)
        let short = self.check(timeout: Milliseconds(30))
        #expect(self.detail(try self.first(.silence, short)) == .responseHeadTimeout)
    }

    @Test func theTextIsLookedForAcrossPieces() throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let check = self.check(bodyText: "all good")
        let good = [head, "4\r\nall \r\n", "4\r\ngood\r\n0\r\n\r\n"]
        #expect(try self.first(.answer(good), check) == .checkPassed)
        let bad = [head, "4\r\nall \r\n", "3\r\nbad\r\n0\r\n\r\n"]
        #expect(try self.first(.answer(bad), check) == .checkFailed(.content))
    }

    @Test func aPortWithoutAListenerRefuses() throws {
        let setup = try Setup()
        defer { setup.prober.stop() }
        setup.prober.update([self.target(self.check(), [try self.deadTarget()])])
        #expect(self.detail(setup.reports.wait(1).first?.reason) == .connectRefused)
    }

    @Test func theNextAddressIsTriedWhereOneRefuses() throws {
        let peer = try ScriptedPeer(.answer(["HTTP/1.1 204 x\r\n\r\n"]))
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        setup.prober.update([self.target(self.check(), [try self.deadTarget(), peer.target])])
        #expect(setup.reports.wait(1).first?.reason == .checkPassed)
    }

    @Test func anEndpointGoesDownAndComesBack() throws {
        let peer = try ScriptedPeer(.answer(["HTTP/1.1 200 OK\r\n\r\n"]))
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        setup.prober.update([self.target(self.check(), [peer.target])])
        _ = setup.reports.wait(1)
        peer.act(.answer(["HTTP/1.1 503 x\r\n\r\n"]))
        _ = setup.reports.wait(2)
        peer.act(.answer(["HTTP/1.1 200 OK\r\n\r\n"]))
        #expect(setup.reports.wait(3).map(\.state) == [.up, .down, .up])
        #expect(peer.heads.first?.hasPrefix("GET /up HTTP/1.1\r\nHost: e.example\r\n") == true)
    }

    @Test func oneQuestionServesAllRoutesThatAskTheSame() throws {
        let peer = try ScriptedPeer(.answer(["HTTP/1.1 200 OK\r\n\r\n"]))
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        var slow = self.check()
        slow.interval = .seconds(3600)
        var elsewhere = slow
        elsewhere.origin = .file(SourceLocation(file: "other.yaml", line: 9, column: 1))
        setup.prober.update([
            self.target(slow, [peer.target], route: "a"), self.target(elsewhere, [peer.target], route: "b"),
        ])
        #expect(setup.reports.wait(2).map(\.route) == ["a", "b"])
        #expect(peer.heads.count == 1)
    }

    @Test func anUpdateKeepsWhatStaysAndTellsWhatIsNewOrGone() throws {
        let setup = try Setup()
        defer { setup.prober.stop() }
        let dead = try self.deadTarget()
        setup.prober.update([self.target(self.check(), [dead], route: "a")])
        _ = setup.reports.wait(1)
        // A route joins, and is told what is known.
        setup.prober.update([
            self.target(self.check(), [dead], route: "a"), self.target(self.check(), [dead], route: "b"),
        ])
        let joined = setup.reports.wait(2)
        #expect(joined.map(\.route) == ["a", "b"] && joined.map(\.state) == [.down, .down])
        setup.prober.update([self.target(self.check(), [dead], route: "b")])
        let left = setup.reports.wait(3)
        #expect(left.last?.route == "a" && left.last?.reason == .checkRemoved && left.last?.state == .unknown)
        setup.prober.update([])
        let none = setup.reports.wait(4)
        #expect(none.last?.route == "b" && none.last?.reason == .checkRemoved)
    }

    @Test func withoutAnAddressNobodyIsAskedUntilThereIsOne() throws {
        let peer = try ScriptedPeer(.answer(["HTTP/1.1 200 OK\r\n\r\n"]))
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        var check = self.check()
        check.interval = .seconds(3600)
        setup.prober.update([self.target(check, [])])
        setup.prober.resolved("e", [peer.target])
        let lines = setup.reports.wait(1)
        #expect(lines.map(\.reason) == [.checkPassed])
    }

    @Test func hundredsOfEndpointsAreAllAsked() throws {
        let peer = try ScriptedPeer(.answer(["HTTP/1.1 200 OK\r\n\r\n"]))
        defer { peer.stop() }
        let setup = try Setup()
        defer { setup.prober.stop() }
        var check = self.check()
        check.interval = .seconds(60)
        setup.prober.update((0..<400).map { self.target(check, [peer.target], endpoint: "e\($0)") })
        let lines = setup.reports.wait(400)
        #expect(lines.count == 400 && lines.allSatisfy { $0.state == .up })
        #expect(Set(lines.map(\.endpoint)).count == 400)
    }

    @Test func stoppingEndsQuestionsUnderWay() throws {
        let peer = try ScriptedPeer(.silence)
        defer { peer.stop() }
        let setup = try Setup()
        setup.prober.update([self.target(self.check(), [peer.target])])
        setup.prober.stop()
        setup.prober.stop()
        setup.prober.update([])
        #expect(setup.reports.all.isEmpty)
    }

    @Test func targetsComeFromTheConfiguration() {
        let route = Route(
            name: "r",
            endpoints: [
                Endpoint(address: .tcp(host: "127.0.0.1", port: 81)), Endpoint(address: .tcp(host: "app", port: 80)),
            ],
            health: HealthPolicy(check: self.check())
        )
        let plain = Route(name: "p", endpoints: [Endpoint(address: .unix(path: "/x"))])
        var configuration = Configuration()
        configuration.routes = [route, plain]
        let targets = CheckTarget.all(of: configuration, resolved: ["http://app:80": [.unix(path: "/y")]])
        #expect(targets.map(\.endpoint) == ["http://127.0.0.1:81", "http://app:80"])
        #expect(targets.map(\.authority) == ["127.0.0.1:81", "app"])
        #expect(targets.map(\.targets) == [[.address(.loopbackV4(port: 81))], [.unix(path: "/y")]])
    }
}
