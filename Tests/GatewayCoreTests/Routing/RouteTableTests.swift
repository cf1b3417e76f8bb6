import GatewayCore
import GatewayWire
import Testing

@Suite struct RouteTableTests {
    private typealias Entry = RouteTable.Entry

    // MARK: - Hosts

    @Test(arguments: [
        ("shop.example", 0), ("SHOP.Example", 0), ("shop.example:8080", 0), ("shop.example.", 0),
        ("shop.example.:80", 0), ("a.shop.example", 1), ("a.b.shop.example", 1), ("x.special.shop.example", 2),
        ("special.shop.example", 1), ("example", 3), ("ashop.example", 3), ("shop.example.org", 3), ("", 3), (".", 3),
        ("..", 3), (":80", 3), ("[::1]", 4), ("[::1]:443", 4), ("[::1", 3), ("[::2]:443", 3), (".shop.example", 3),
        ("..shop.example", 1), ("127.0.0.1:1", 5), ("shop.example..", 3),
    ])
    func theMostSpecificHostWins(authority: String, index: Int) {
        let table = RouteTable([
            Entry(exactHosts: ["Shop.Example"]), Entry(wildcardHosts: [".shop.example"]),
            Entry(wildcardHosts: [".special.shop.example"]), Entry(), Entry(exactHosts: ["[::1]"]),
            Entry(exactHosts: ["127.0.0.1"]),
        ])
        #expect(table.find(Query(authority: authority)) == index)
    }

    @Test func withoutAFittingHostThereIsNoRoute() {
        let table = RouteTable([Entry(exactHosts: ["a.example", "b.example"], wildcardHosts: [".c.example"])])
        #expect(table.find(Query(authority: "a.example")) == 0)
        #expect(table.find(Query(authority: "b.example")) == 0)
        #expect(table.find(Query(authority: "x.c.example")) == 0)
        #expect(table.find(Query(authority: "c.example")) == nil)
        #expect(table.find(Query(authority: "")) == nil)
        #expect(RouteTable([]).find(Query(authority: "a.example")) == nil)
    }

    @Test func aHostWithoutAFittingPathFallsThrough() {
        let table = RouteTable([
            Entry(exactHosts: ["a.b.example"], pathPrefix: "/exact"),
            Entry(wildcardHosts: [".b.example"], pathPrefix: "/wild"),
            Entry(wildcardHosts: [".example"], pathPrefix: "/wilder"), Entry(pathPrefix: "/any"),
        ])
        for (path, index) in [("/exact", 0), ("/wild", 1), ("/wilder", 2), ("/any", 3)] {
            #expect(table.find(Query(authority: "a.b.example", path: path)) == index)
        }
        #expect(table.find(Query(authority: "a.b.example", path: "/none")) == nil)
    }

    // MARK: - Paths

    @Test(arguments: [
        ("/", 0), ("/x", 0), ("/apix", 0), ("/api", 1), ("/api/", 1), ("/api/x", 1), ("/api/v1", 2), ("/api/v1/", 2),
        ("/api/v1/x/y/z", 2), ("/api/v10", 1), ("/api//v1", 1), ("//api", 0), ("/api/v1//", 2), ("/API", 0),
        ("/api;x", 0), ("/%61pi", 0), ("", 0), ("*", 0), ("/a", 0), ("/api/v1/deep/er", 3), ("/api/v1/deep", 2),
    ])
    func theLongestPrefixOfWholeSegmentsWins(path: String, index: Int) {
        let table = RouteTable([
            Entry(), Entry(pathPrefix: "/api"), Entry(pathPrefix: "/api/v1/"), Entry(pathPrefix: "/api/v1/deep/er"),
        ])
        #expect(table.find(Query(path: path)) == index)
    }

    @Test func aPathOutsideEveryPrefixHasNoRoute() {
        let table = RouteTable([Entry(pathPrefix: "/api")])
        for path in ["", "/", "*", "/ap", "/apis", "/x/api"] { #expect(table.find(Query(path: path)) == nil) }
    }

    @Test func theDeepestPrefixThatCanBeConfiguredIsFound() {
        let deep = String(repeating: "/s", count: 32)
        let table = RouteTable([Entry(), Entry(pathPrefix: deep), Entry(pathPrefix: "/s")])
        #expect(table.find(Query(path: deep)) == 1)
        #expect(table.find(Query(path: deep + "/more/and/more")) == 1)
        #expect(table.find(Query(path: String(deep.dropLast(2)))) == 2)
    }

    // MARK: - Methods

    @Test func aRouteThatNamesTheMethodGoesFirst() {
        let table = RouteTable([
            Entry(), Entry(methods: ["POST", "BREW"]), Entry(methods: ["GET"]), Entry(methods: ["GET"]),
        ])
        for (method, index) in [("GET", 2), ("POST", 1), ("BREW", 1), ("HEAD", 0), ("BRE", 0), ("brew", 0), ("get", 0)]
        {
            #expect(table.find(Query(method: method)) == index, "\(method)")
        }
    }

    @Test func aMethodThatNoRouteOfThePrefixTakesFallsToAShorterPrefix() {
        let table = RouteTable([Entry(methods: ["GET"]), Entry(pathPrefix: "/api", methods: ["POST"])])
        #expect(table.find(Query(path: "/api", method: "POST")) == 1)
        #expect(table.find(Query(path: "/api", method: "GET")) == 0)
        #expect(table.find(Query(path: "/api", method: "PUT")) == nil)
    }

    // MARK: - Hostile input

    /// A client chooses `Host`: a long one full of dots must not cost more than its length.
    @Test(.timeLimit(.minutes(1))) func aHostOfDotsIsCheap() {
        let table = RouteTable([Entry(wildcardHosts: [".shop.example"]), Entry()])
        let query = Query(authority: String(repeating: "a.", count: 8000))
        for _ in 0..<100 { #expect(table.find(query) == 1) }
        #expect(table.find(Query(authority: String(repeating: "a.", count: 8000) + "shop.example")) == 0)
    }
}
