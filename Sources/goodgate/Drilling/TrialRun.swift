import GatewayLab

/// Plays the rounds of one trial against the drill's gateway.
struct TrialRun: Sendable {
    let house: DrillHouse
    let drill: DrillCase
    let trial: Trial

    /// The longest that a round is waited for.
    private static let patience = Duration.seconds(4)
    /// Who is not answered by then is not waited for: longer than any answer may take.
    private static let timeLimit = Duration.seconds(4)
    /// Nobody asks any more after this: a gateway that answers nobody is told as such, and soon.
    private static let longest = Duration.seconds(10)

    func run() async -> TrialRecord {
        let began = ContinuousClock.now
        var record = TrialRecord()
        for round in self.trial.rounds {
            guard await self.isTime(for: round.start, since: began) else {
                record.missed = round.start
                break
            }
            let before = self.met
            let exchanges = await self.play(round, until: began + Self.longest)
            record.rounds.append(TrialRecord.Round(round: round, exchanges: exchanges, met: self.met - before))
        }
        record.took = began.duration(to: .now)
        record.isCutShort = record.took >= Self.longest
        return record
    }

    private var met: Int { self.house.lab.counts()[self.drill.name] ?? 0 }

    // MARK: - When

    private func isTime(for start: TrialRound.Start, since began: ContinuousClock.Instant) async -> Bool {
        let (lab, name) = (self.house.lab, self.drill.name)
        switch start {
        case .atOnce: return true
        case .after(let time):
            try? await Task.sleep(until: began + time)
            return true
        case .inSpell: return await self.wait { lab.spells(of: name) > 0 }
        case .afterSpell: return await self.wait { lab.spells(of: name) > 0 && !lab.isInSpell(name) }
        case .told(let state):
            let log = DrillLog(file: self.house.logFile)
            let label = lab.address(of: name)?.url
            // The last word: an endpoint is up before it is down.
            return await self.wait { log.events(of: label).last { $0.event == "endpoint_state" }?.to == state }
        }
    }

    private func wait(until isSo: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + Self.patience
        while !isSo() {
            guard ContinuousClock.now < end else { return false }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    // MARK: - How

    private func play(_ round: TrialRound, until end: ContinuousClock.Instant) async -> [DrillExchange] {
        let request = self.request(round)
        switch round.load {
        case .untilMet(let most): return await self.untilMet(request, atMost: most, until: end)
        case .together(let count): return await self.clients(count) { _ in [await self.send(request)] }
        case .inTurn(let count, let clients):
            return await self.clients(clients) { number in
                var exchanges: [DrillExchange] = []
                for _ in stride(from: number, to: count, by: clients) where ContinuousClock.now < end {
                    exchanges.append(await self.send(request))
                }
                return exchanges
            }
        case .steady(let count, let pause):
            let start = ContinuousClock.now
            return await self.clients(count) { number in
                try? await Task.sleep(until: start + pause * number)
                return [await self.send(request)]
            }
        }
    }

    private func untilMet(
        _ request: DrillRequest,
        atMost most: Int,
        until end: ContinuousClock.Instant
    ) async -> [DrillExchange] {
        let before = self.met
        var exchanges: [DrillExchange] = []
        while exchanges.count < most, self.met == before, ContinuousClock.now < end {
            exchanges.append(await self.send(request))
        }
        return exchanges
    }

    private func clients(
        _ count: Int,
        _ act: @escaping @Sendable (Int) async -> [DrillExchange]
    ) async -> [DrillExchange] {
        await withTaskGroup(of: [DrillExchange].self) { group in
            for number in 0..<count { group.addTask { await act(number) } }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func send(_ request: DrillRequest) async -> DrillExchange {
        await DrillClient.send(request, to: self.house.front)
    }

    private func request(_ round: TrialRound) -> DrillRequest {
        let content = round.method == "GET" ? "\r\n" : "Content-Length: 2\r\n\r\nhi"
        let host = "Host: \(self.drill.name).drill\r\nAccept: application/json\r\n"
        var request = DrillRequest("\(round.method) /trial HTTP/1.1\r\n\(host)\(content)")
        request.timeLimit = Self.timeLimit
        return request
    }
}
