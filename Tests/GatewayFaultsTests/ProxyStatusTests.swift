import GatewayFaults
import Testing

struct ProxyStatusTests {
    /// Values of the forms that RFC 9209 §2 shows.
    @Test
    func readsTheFormsOfTheSpecification() throws {
        let chain = try ProxyStatus(parsing: "revproxy1.example.net, ExampleCDN")
        #expect(chain.members.map(\.identity) == ["revproxy1.example.net", "ExampleCDN"])

        let failed = try ProxyStatus(parsing: "r34.example.net; error=http_request_error, ExampleCDN")
        #expect(failed.members[0].error == .known(.httpRequestError))
        #expect(failed.members[1].error == nil)

        let hop = try ProxyStatus(parsing: "cdn.example.org; next-hop=backend.example.org:8001")
        #expect(hop.members[0].nextHop == "backend.example.org:8001")

        let quoted = try ProxyStatus(parsing: "\"proxy.example.org\"; next-protocol=h2; received-status=200")
        #expect(quoted.members[0].identity == "proxy.example.org")
        #expect(quoted.members[0].nextProtocol == "h2")
        #expect(quoted.members[0].receivedStatus == 200)

        let details = try ProxyStatus(parsing: "p; details=\"Malformed response header: space before colon\"")
        #expect(details.members[0].details == "Malformed response header: space before colon")

        let name = try ProxyStatus(parsing: "a; error=dns_error; rcode=\"NXDOMAIN\"; info-code=23")
        #expect(name.members[0].rcode == "NXDOMAIN")
        #expect(name.members[0].infoCode == 23)
    }

    @Test
    func keepsWhatItDoesNotKnow() throws {
        let read = try ProxyStatus(parsing: "a; error=read_timeout; x=?1; y=1.5; rcode=7")
        #expect(read.members[0].error == .other("read_timeout"))
        // `rcode` must be a string; a number is kept as something unknown.
        #expect(read.members[0].rcode == nil)
        #expect(read.members[0].others.map(\.key) == ["x", "y", "rcode"])
        #expect(read.serialized == "a; error=read_timeout; x; y=1.5; rcode=7")
    }

    @Test(arguments: Fault.Detail.allCases)
    func everyFaultIsWrittenAndReadBack(detail: Fault.Detail) throws {
        let member = ProxyStatusMember(identity: "gw.example", fault: Fault(detail, code: 40))
        let read = try ProxyStatus(parsing: member.serialized)
        #expect(read.members == [member])
        #expect(read.members[0].error == .known(detail.kind))
    }

    @Test
    func theCodeOfAFaultBecomesItsParameter() {
        let alert = ProxyStatusMember(identity: "gw", fault: Fault(.tlsAlert, code: 112))
        #expect(
            alert.serialized
                == "gw; error=tls_alert_received; alert-id=112; alert-message=unrecognized_name; details=\"tls_alert\""
        )
        let name = ProxyStatusMember(identity: "gw", fault: Fault(.dnsNameNotFound, code: 3))
        #expect(name.serialized.contains("; rcode=\"NXDOMAIN\""))
        let request = ProxyStatusMember(identity: "gw", fault: Fault(.requestLineTooLong, code: 8192))
        #expect(request.serialized.contains("; status-code=414"))
    }

    @Test
    func everythingItCanSayIsReadBack() throws {
        var member = ProxyStatusMember(identity: "a gate \"x\" \\", error: .httpResponseHeaderSize)
        member.headerName = "set-cookie"
        member.headerSize = 65_536
        member.headerSectionSize = 70_000
        member.bodySize = 1
        member.trailerName = "x"
        member.trailerSize = 2
        member.trailerSectionSize = 3
        member.coding = "gzip"
        member.nextHop = "10.0.0.1:80"
        member.nextProtocol = "a b"
        member.receivedStatus = 200
        member.statusCode = 431
        member.statusPhrase = "Too Large"
        member.details = "free \"text\" \\ here"
        #expect(try ProxyStatus(parsing: member.serialized).members == [member])
    }

    @Test
    func hostileTextCannotBreakTheField() throws {
        var member = ProxyStatusMember(identity: "gw\r\nSet-Cookie: a=b", error: .bugKind)
        member.details = "é\u{1B}[31m, other; error=dns_timeout\"\n"
        member.coding = "no token,"
        let text = member.serialized
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        let read = try ProxyStatus(parsing: text)
        #expect(read.members.count == 1)
        #expect(read.members[0].error == .known(.proxyInternalError))
        #expect(read.members[0].details == "??[31m, other; error=dns_timeout\"?")
    }

    @Test
    func oursIsLastAndTheOthersStayAsTheyAre() {
        let ours = ProxyStatusMember(identity: "gw", error: .connectionRefused)
        let existing = "a;error=dns_error;rcode=\"X\",  b ; x=:AQI=:"
        #expect(ours.appended(to: "a;error=dns_error") == "a;error=dns_error, gw; error=connection_refused")
        #expect(ours.appended(to: nil) == "gw; error=connection_refused")
        #expect(ours.appended(to: "") == "gw; error=connection_refused")
        // "b ;" is not valid, so nobody could read the whole.
        #expect(ours.appended(to: existing) == "gw; error=connection_refused")
        #expect(ours.appended(to: String(repeating: "a", count: 20_000)) == "gw; error=connection_refused")
    }

    @Test
    func thePolicyDecidesWhatIsTold() {
        var member = ProxyStatusMember(identity: "gw", fault: Fault(.dnsNameNotFound, code: 3))
        member.nextHop = "10.0.0.1"
        #expect(member.redacted(for: .off) == nil)
        #expect(member.redacted(for: .errorOnly)?.serialized == "gw; error=dns_error; rcode=\"NXDOMAIN\"")
        #expect(member.redacted(for: .full) == member)
    }
}

extension Fault.Kind {
    fileprivate static var bugKind: Fault.Kind { .proxyInternalError }
}
