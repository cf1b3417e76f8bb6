import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct ResponsePlanTests {
    private typealias Facts = ResponsePlan.Facts

    private func plan(_ status: Int, _ field: String?, _ facts: ResponsePlan.Facts) throws -> ResponsePlan {
        var message = Buffer()
        message.append(text: "HTTP/1.1 \(status) R\r\n\(field.map { $0 + "\r\n" } ?? "")\r\n")
        var head = ResponseHead()
        let progress = try head.parse(message.span, limits: .response, requestMethod: facts.requestMethod)
        guard case .complete = progress else { throw Incomplete(text: message.text) }
        return ResponsePlan(head, facts)
    }

    /// Every framing the upstream can use, for every method and version.
    @Test(arguments: [Method.get, .head, .post], [HTTPVersion.http10, .http11])
    func framingFollowsTheMethodAndTheVersion(method: Method, version: HTTPVersion) throws {
        let facts = Facts(
            requestMethod: method,
            requestVersion: version,
            clientPersists: true,
            requestIsComplete: true,
            gatewayCloses: false
        )
        let streamed: ResponsePlan.Framing = version == .http10 ? .untilClose : .chunked
        let rows: [(Int, String?, ResponsePlan.Framing)] = [
            (200, "Content-Length: 7", .length(7)), (200, "Content-Length: 0", .length(0)),
            (200, "Transfer-Encoding: chunked", streamed), (200, nil, streamed), (404, nil, streamed),
            (204, nil, .none), (204, "Content-Length: 7", .none), (304, "Content-Length: 7", .none),
            (304, "Transfer-Encoding: chunked", .none),
        ]
        for (status, field, framing) in rows {
            let plan = try self.plan(status, field, facts)
            let expected = method == .head ? .none : framing
            #expect(plan.framing == expected, "\(status) \(field ?? "")")
            // What has an end of its own leaves the connection alone.
            #expect(plan.closes == (expected == .untilClose), "\(status) \(field ?? "")")
            #expect(!plan.stopsUpload)
        }
    }

    @Test func theConnectionClosesWhenAnyoneWantsIt() throws {
        for clientPersists in [true, false] {
            for gatewayCloses in [true, false] {
                let facts = Facts(
                    requestMethod: .get,
                    requestVersion: .http11,
                    clientPersists: clientPersists,
                    requestIsComplete: true,
                    gatewayCloses: gatewayCloses
                )
                let plan = try self.plan(200, "Content-Length: 1", facts)
                #expect(plan.closes == (!clientPersists || gatewayCloses))
            }
        }
    }

    @Test(arguments: [(200, false), (302, false), (399, false), (400, true), (413, true), (503, true)])
    func anErrorBeforeTheEndOfAnUploadStopsIt(status: Int, stops: Bool) throws {
        let facts = Facts(
            requestMethod: .post,
            requestVersion: .http11,
            clientPersists: true,
            requestIsComplete: false,
            gatewayCloses: false
        )
        let plan = try self.plan(status, "Content-Length: 1", facts)
        #expect(plan.stopsUpload == stops)
        #expect(plan.closes == stops)
        #expect(plan.framing == .length(1))
    }
}
