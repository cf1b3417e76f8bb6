internal import GatewayConfig
internal import GatewayGuide
internal import GatewayPlane
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore

/// What each path of the admin API answers.
struct AdminRoutes: Sendable {
    let gateway: Gateway
    let reload: @Sendable () async -> ReloadOutcome
    let clerk: LedgerClerk
    private let process = ProcessFigures.atStart()

    init(gateway: Gateway, clerk: LedgerClerk, reload: @escaping @Sendable () async -> ReloadOutcome) {
        self.gateway = gateway
        self.clerk = clerk
        self.reload = reload
    }

    func router(access: AdminAccess) -> Router<AdminContext> {
        let router = Router(context: AdminContext.self, options: .autoGenerateHeadEndpoints)
        router.middlewares.add(access)
        router.get("/") { _, _ in Response.html(await self.index()) }
        router.get("/healthz") { _, _ in Response.json("{\"status\": \"up\"}\n") }
        router.get("/readyz") { _, _ in await self.readiness() }
        router.get("/metrics") { _, _ in await self.metrics() }
        router.get("/faults") { request, _ in try await self.faults(FaultQuery(request)) }
        router.get("/faults/summary") { _, _ in
            Response.json(AdminJSON.encode(SummaryBody(await self.clerk.page())))
        }
        router.get("/faults/:id") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await self.fault(id, accept: request.headers[.accept])
        }
        router.get("/config") { _, _ in Response.json(self.gateway.configuration.describe()) }
        router.get("/endpoints") { _, _ in
            Response.json(AdminJSON.encode(EndpointsBody(await self.gateway.report(), self.gateway.configuration)))
        }
        router.post("/reload") { _, _ in try await self.reloadAnswer() }
        self.addOperating(to: router)
        return router
    }

    // MARK: - Answers

    private func index() async -> String {
        let page = IndexPage(
            ledger: await self.clerk.page(),
            incidents: await self.gateway.incidents(limit: 20),
            addresses: self.gateway.addresses,
            readiness: await Readiness(self.gateway)
        )
        return page.html
    }

    private func readiness() async -> Response {
        let readiness = await Readiness(self.gateway)
        let status: HTTPResponse.Status = readiness.isReady ? .ok : .serviceUnavailable
        return Response.json(AdminJSON.encode(readiness), status: status)
    }

    private func metrics() async -> Response {
        let text = PlaneMetrics.text(await self.clerk.page(), process: self.process.now())
        return Response(headers: [.contentType: Exposition.contentType], text: text)
    }

    private func faults(_ query: FaultQuery) async throws -> Response {
        let most = query.isFiltered ? self.gateway.configuration.recorderCapacity : query.limit
        let incidents = await self.gateway.incidents(limit: most)
        return Response.json(AdminJSON.encode(FaultsBody(query.select(from: incidents))))
    }

    private func fault(_ id: String, accept: String?) async throws -> Response {
        guard let incident = await self.gateway.incident(id: id) else { throw AdminProblem.noSuchFault(id) }
        let story = Story(incident)
        // Programs ask without saying what they want, people say it.
        switch accept.map(AnswerForm.init(accept:)) {
        case .text? where accept?.contains("text/plain") == true: return Response.plain(story.text())
        case .html?: return Response.html(StoryPage(story).html)
        case .text?, .problem?, nil: return Response.json(story.json())
        }
    }

    private func reloadAnswer() async throws -> Response {
        switch await self.reload() {
        case .applied(let generation, let changes, let notes, let warnings):
            let body = ReloadBody(
                generation: generation,
                changes: changes,
                notes: notes,
                warnings: warnings.map(ProblemBody.init)
            )
            return Response.json(AdminJSON.encode(body))
        case .refused(let problems):
            let detail = "The configuration was not taken, the old one stays: \(ProblemReport(problems).summary)."
            throw AdminProblem(status: .unprocessableContent, detail: detail, problems: problems)
        }
    }
}
