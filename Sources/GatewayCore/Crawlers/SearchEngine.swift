/// The search engines whose crawlers the gateway knows.
///
/// What is documented of them: how their crawlers name themselves, and in which domains the names of their addresses
/// are. Not responsible for whether one is what it says.
public enum SearchEngine: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    case google, bing, yandex, baidu, duckDuckGo, yahoo, apple, sogou, petal, seznam, naver, qwant, mojeek, qihoo
    case cocCoc

    /// The name in notes.
    public var title: String {
        switch self {
        case .google: "Google"
        case .bing: "Bing"
        case .yandex: "Yandex"
        case .baidu: "Baidu"
        case .duckDuckGo: "DuckDuckGo"
        case .yahoo: "Yahoo"
        case .apple: "Apple"
        case .sogou: "Sogou"
        case .petal: "Petal Search"
        case .seznam: "Seznam"
        case .naver: "Naver"
        case .qwant: "Qwant"
        case .mojeek: "Mojeek"
        case .qihoo: "360 Search"
        case .cocCoc: "Coc Coc"
        }
    }

    /// Parts of `User-Agent`, lower case.
    var agents: [String] {
        switch self {
        case .google: ["googlebot", "google-inspectiontool", "storebot-google", "googleother"]
        case .bing: ["bingbot", "adidxbot"]
        case .yandex: ["yandexbot", "yandexmobilebot"]
        case .baidu: ["baiduspider"]
        case .duckDuckGo: ["duckduckbot"]
        case .yahoo: ["slurp"]
        case .apple: ["applebot"]
        case .sogou: ["sogou"]
        case .petal: ["petalbot"]
        case .seznam: ["seznambot"]
        case .naver: ["yeti/", "naverbot"]
        case .qwant: ["qwantbot", "qwantify"]
        case .mojeek: ["mojeekbot"]
        case .qihoo: ["360spider"]
        case .cocCoc: ["coccocbot"]
        }
    }

    /// Where the names of its crawlers' addresses are; none where it publishes lists of addresses only, or nothing.
    ///
    /// `googleusercontent.com` is left out although Google documents it: it names fetchers that a user sets off, which
    /// are not among `agents`, and every machine that anybody rents there.
    var domains: [String] {
        switch self {
        case .google: ["googlebot.com", "google.com"]
        case .bing: ["search.msn.com"]
        case .yandex: ["yandex.ru", "yandex.net", "yandex.com"]
        case .baidu: ["baidu.com", "baidu.jp"]
        case .yahoo: ["crawl.yahoo.net"]
        case .apple: ["applebot.apple.com"]
        case .petal: ["petalsearch.com"]
        case .seznam: ["seznam.cz"]
        case .duckDuckGo, .sogou, .naver, .qwant, .mojeek, .qihoo, .cocCoc: []
        }
    }

    /// Whether reverse DNS can tell its crawlers from others.
    public var isVerifiable: Bool { !self.domains.isEmpty }

    /// The engine that says that its crawlers have names like this one, in lower case and without a final dot.
    init?(hostName name: String) {
        let found = Self.allCases.first { engine in engine.domains.contains { name.hasSuffix("." + $0) } }
        guard let found else { return nil }
        self = found
    }
}
