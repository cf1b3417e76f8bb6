import GatewayFaults
import GatewayWire
import Testing

/// What a request head means, and which are refused where.
struct RequestHeadTests {
    @Test(arguments: RequestCases.refused + RequestCases.refusedFields)
    func namesTheRuleAndTheByte(_ detail: Fault.Detail, _ cases: [MarkedText]) {
        for text in cases {
            #expect(readRequest(text.bytes) == .fault(detail, at: text.offset), "\(text.testDescription)")
        }
    }

    @Test(arguments: RequestCases.refused + RequestCases.refusedFields)
    func refusesAlikeInWhateverPiecesTheBytesCome(_ detail: Fault.Detail, _ cases: [MarkedText]) {
        for text in cases {
            SplitCheck.run(text.bytes) {
                var head = RequestHead()
                return { head.outcome($0) }
            }
        }
    }

    @Test(arguments: RequestCases.accepted)
    func readsAlikeInWhateverPiecesTheBytesCome(_ text: String) {
        SplitCheck.run(bytes(text)) {
            var head = RequestHead()
            return { head.outcome($0) }
        }
    }

    @Test
    func readsTheSmallestRequest() throws {
        let summary = try self.complete(head("GET / HTTP/1.1", "Host: 127.0.0.1:8080"))
        #expect(
            summary
                == RequestSummary(
                    bytes: 40,
                    method: .get,
                    methodText: "GET",
                    target: "/",
                    authority: "127.0.0.1:8080",
                    pathAndQuery: "/",
                    path: "/",
                    fields: [FieldSummary(name: "Host", value: "127.0.0.1:8080", known: .host, isHopByHop: false)]
                )
        )
    }

    @Test(arguments: [
        ("GET", Method.get), ("HEAD", .head), ("POST", .post), ("PUT", .put), ("DELETE", .delete),
        ("OPTIONS", .options),
        ("TRACE", .trace), ("PATCH", .patch), ("get", .other), ("GETS", .other), ("PROPFIND", .other),
        ("POSTPOST", .other),
        ("OPTIONSX", .other), ("X", .other), ("M-SEARCH", .other),
    ])
    func recognisesMethodsByCase(_ name: String, _ method: Method) throws {
        let summary = try self.complete(head("\(name) / HTTP/1.1", "Host: a"))
        #expect(summary.method == method)
        #expect(summary.methodText == name)
    }

    @Test(arguments: [
        ("/", "/", "/"), ("/a/b?c=d", "/a/b?c=d", "/a/b"), ("/?", "/?", "/"), ("/a??b?", "/a??b?", "/a"),
        ("/a%2Fb?%zz", "/a%2Fb?%zz", "/a%2Fb"), ("/[x]{y}|z^`<>\"", "/[x]{y}|z^`<>\"", "/[x]{y}|z^`<>\""),
        ("/a?q=\\d", "/a?q=\\d", "/a"), ("//b/c", "//b/c", "//b/c"),
        (
            "/0123456789abcdef?0123456789abcdef",
            "/0123456789abcdef?0123456789abcdef", "/0123456789abcdef"
        ),
    ])
    func splitsTargetsInOriginForm(_ target: String, _ pathAndQuery: String, _ path: String) throws {
        let summary = try self.complete(head("GET \(target) HTTP/1.1", "Host: a"))
        #expect(summary.form == .origin)
        #expect(summary.target == target)
        #expect(summary.pathAndQuery == pathAndQuery)
        #expect(summary.path == path)
        #expect(summary.authority == "a")
    }

    @Test(arguments: [
        ("http://b.example/c?d", "b.example", "/c?d", "/c"), ("HTTPS://b:443/", "b:443", "/", "/"),
        ("http://b", "b", "", ""), ("http://b?x", "b", "?x", ""), ("http://[::1]:80/?", "[::1]:80", "/?", "/"),
        ("http://b:", "b:", "", ""), ("http://%41", "%41", "", ""),
    ])
    func takesTheHostOfAnAbsoluteTarget(_ target: String, _ authority: String, _ rest: String, _ path: String) throws {
        let summary = try self.complete(head("GET \(target) HTTP/1.1", "Host: other"))
        #expect(summary.form == .absolute)
        #expect(summary.authority == authority)
        #expect(summary.pathAndQuery == rest)
        #expect(summary.path == path)
    }

    @Test
    func readsAuthorityAndAsteriskForm() throws {
        let connect = try self.complete(head("CONNECT b.example:443 HTTP/1.1", "Host: a"))
        #expect(connect.form == .authority && connect.authority == "b.example:443" && connect.pathAndQuery.isEmpty)
        let options = try self.complete(head("OPTIONS * HTTP/1.1", "Host: a"))
        #expect(options.form == .asterisk && options.authority == "a" && options.pathAndQuery == "*")
    }

    @Test(arguments: [
        "a", "A.b-c_d~e", "a:", "a:65535", "[::1]", "[::ffff:1.2.3.4]:80", "1.2.3.4:80", "a!$&'()*+;=", "%41b", "",
    ])
    func acceptsHost(_ host: String) throws {
        #expect(try self.complete(head("GET / HTTP/1.1", "Host: \(host)")).authority == host)
    }

    @Test
    func needsNoHostInHTTP10() throws {
        let summary = try self.complete(head("GET / HTTP/1.0"))
        #expect(summary.version == .http10 && summary.authority.isEmpty && !summary.isPersistent)
    }

    @Test
    func skipsFourEmptyLinesBeforeTheRequestLine() throws {
        let summary = try self.complete("\r\n\r\n\r\n\r\n" + head("GET / HTTP/1.1", "Host: a"))
        #expect(summary.bytes == 35 && summary.target == "/")
    }

    @Test
    func leavesWhatFollowsTheHeadAlone() throws {
        let one = head("GET / HTTP/1.1", "Host: a")
        #expect(try self.complete(one + one).bytes == one.utf8.count)
    }

    private func complete(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> RequestSummary {
        guard case .complete(let summary) = readRequest(bytes(text)) else {
            Issue.record("\(readRequest(bytes(text)))", sourceLocation: sourceLocation)
            throw CancellationError()
        }
        return summary
    }
}
