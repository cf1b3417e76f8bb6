internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

/// The resolver's thread: asks what is due, and tells what became of it.
///
/// Drives the decisions of `NameSchedule` and `NameLookup` with a `DNSClient`. A name in the hosts file is not asked
/// for (`hosts(5)`). The system's files are looked at again before each query. Crawlers' addresses are looked up beside.
final class NameResolverLoop {
    /// Whom an answer is for.
    enum Asker {
        case name(WatchedName, NameLookup.Question)
        case crawler(DNSAddress, NameLookup.Question)
    }

    private let loop: EventLoop
    private let mailbox: Mailbox<NameResolver.Message>
    private let files: NameResolver.Files
    let found: @Sendable (DNSAddress, CrawlerFinding) -> Void
    private let tell: @Sendable (NameAnswer) -> Void
    private var settings = ResolverSettings()
    private(set) var client: DNSClient
    private var hosts: HostsFile
    private var entries: [WatchedName: NameEntry] = [:]
    /// Crawlers' addresses that are being looked up.
    var crawlers: [DNSAddress: CrawlerLookup] = [:]
    /// Questions under way.
    private var questions: [UInt64: Asker] = [:]
    private var lastQuestion: UInt64 = 0
    private var random = RandomSource()
    private var isStopping = false

    init(
        loop: EventLoop,
        mailbox: Mailbox<NameResolver.Message>,
        files: NameResolver.Files,
        found: @escaping @Sendable (DNSAddress, CrawlerFinding) -> Void,
        tell: @escaping @Sendable (NameAnswer) -> Void
    ) {
        self.loop = loop
        self.mailbox = mailbox
        self.files = files
        self.found = found
        self.tell = tell
        self.hosts = HostsFile(path: files.hosts)
        self.client = DNSClient(loop: loop, settings: Self.clientSettings(ResolverSettings(), files))
    }

    func run() {
        while !self.isStopping {
            self.askWhatIsDue()
            self.takeAnswers()
            let count = self.loop.wait(milliseconds: self.waitMilliseconds())
            for index in 0..<count { self.handle(self.loop.event(index)) }
            self.client.expire()
            self.takeAnswers()
        }
        _ = self.mailbox.close()
    }

    private func handle(_ event: ReadinessEvent) {
        guard event.token == EventLoop.wakeToken else { return self.client.handle(event) }
        self.loop.acknowledgeWake()
        for message in self.mailbox.take() {
            switch message {
            case .watch(let names, let settings): self.watch(names, settings)
            case .refresh(let name): self.entries[name]?.schedule.addressRefused(now: self.loop.now)
            case .verify(let address): self.verify(address)
            case .stop: self.isStopping = true
            }
        }
    }

    private func waitMilliseconds() -> Int32 {
        var next = UInt64.max
        for entry in self.entries.values { next = min(next, entry.schedule.nextQuery ?? .max) }
        let now = self.loop.now
        guard next != .max else { return self.client.waitMilliseconds(limit: -1) }
        let wait = next > now ? (next - now + 999_999) / 1_000_000 : 0
        return self.client.waitMilliseconds(limit: Int32(clamping: wait))
    }

    // MARK: - Settings

    private func watch(_ names: Set<WatchedName>, _ settings: ResolverSettings) {
        if settings != self.settings {
            self.settings = settings
            self.replaceClient()
            for name in self.entries.keys { self.entries[name]?.schedule.boundsChanged(self.bounds) }
        }
        self.entries = self.entries.filter { names.contains($0.key) }
        for name in names where self.entries[name] == nil {
            self.entries[name] = NameEntry(name, self.bounds, now: self.loop.now)
        }
    }

    private var bounds: NameSchedule.Bounds {
        func nanoseconds(_ time: Milliseconds) -> UInt64 { UInt64(time.count) * 1_000_000 }
        return NameSchedule.Bounds(
            shortest: nanoseconds(self.settings.shortest),
            longest: nanoseconds(self.settings.longest),
            keep: nanoseconds(self.settings.keep)
        )
    }

    private static func clientSettings(_ settings: ResolverSettings, _ files: NameResolver.Files) -> DNSClient.Settings
    {
        DNSClient.Settings(
            servers: settings.servers,
            milliseconds: settings.timeout.isOff ? 2000 : settings.timeout.count,
            resolvConf: files.resolvConf
        )
    }

    /// What was asked of the old servers is asked of the new ones.
    func replaceClient() {
        self.client = DNSClient(loop: self.loop, settings: Self.clientSettings(self.settings, self.files))
        self.questions = [:]
        self.abandonCrawlers()
        for name in self.entries.keys where self.entries[name]?.lookup != nil {
            self.entries[name]?.lookup = nil
            self.entries[name]?.schedule.queryAbandoned(now: self.loop.now)
        }
    }

    // MARK: - Asking

    private func askWhatIsDue() {
        let now = self.loop.now
        let due = self.entries.values.filter { $0.schedule.isDue(now: now) }.map(\.name)
        guard !due.isEmpty else { return }
        if self.client.isOutdated() { self.replaceClient() }
        for name in due { self.ask(name, now) }
    }

    private func ask(_ name: WatchedName, _ now: UInt64) {
        guard var entry = self.entries[name] else { return }
        entry.schedule.queryBegan(now: now)
        if case .host(let host) = name {
            let known = self.hosts.addresses(of: host)
            if !known.isEmpty {
                self.tell(entry.foundInFile(known, now: now, random: self.random.next()))
                self.entries[name] = entry
                return
            }
        }
        var lookup = NameLookup(name, search: self.client.search, dots: self.client.dots)
        let questions = lookup.began()
        entry.lookup = lookup
        self.entries[name] = entry
        self.ask(questions, for: name)
    }

    private func ask(_ questions: [NameLookup.Question], for name: WatchedName) {
        for question in questions { self.ask(question, for: .name(name, question)) }
    }

    func ask(_ question: NameLookup.Question, for asker: Asker) {
        self.lastQuestion += 1
        self.questions[self.lastQuestion] = asker
        self.client.ask(question.name, question.type, id: self.lastQuestion)
    }

    // MARK: - Answers

    private func takeAnswers() {
        while true {
            let answers = self.client.takeAnswers()
            guard !answers.isEmpty else { return }
            for answer in answers { self.received(answer) }
        }
    }

    private func received(_ answer: DNSClient.Answer) {
        switch self.questions.removeValue(forKey: answer.id) {
        case .name(let name, let question): self.received(answer, name, question)
        case .crawler(let address, let question): self.received(answer, address, question)
        case nil: break
        }
    }

    private func received(_ answer: DNSClient.Answer, _ name: WatchedName, _ question: NameLookup.Question) {
        guard var entry = self.entries[name], var lookup = entry.lookup else { return }
        let more = lookup.received(Self.reply(answer), to: question)
        let keep = self.bounds.keep
        let news = entry.moved(lookup, keep: keep, now: self.loop.now, random: self.random.next())
        self.entries[name] = entry
        if let news { self.tell(news) }
        self.ask(more, for: name)
    }

    private static func reply(_ answer: DNSClient.Answer) -> NameLookup.Reply {
        switch answer.reply {
        case .message(let message): .message(message, server: answer.server)
        case .timedOut: .failure(NameFailure(.timedOut, server: answer.server))
        case .unreachable: .failure(NameFailure(.unreachable, server: answer.server))
        case .malformed: .failure(NameFailure(.malformed, server: answer.server))
        }
    }
}
