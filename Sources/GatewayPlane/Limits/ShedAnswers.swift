internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide

/// The prepared answers for requests that are turned away without trying, one for each reason and form.
struct ShedAnswers: Sendable {
    private static let details: [Fault.Detail] = [
        .queueFull, .queueTimeout, .connectionLimit, .overloaded, .rateLimited, .clientLimit,
    ]
    private static let marks = SheddingAnswer.Marks(
        id: Array("00000000-0000-4000-8000-000000000000".utf8),
        time: Array("2000-01-01 00:00:00 UTC".utf8)
    )

    private let answers: [Fault.Detail: [AnswerForm: SheddingAnswer]]

    init(_ configuration: Configuration, pages: AnswerPages) {
        var answers: [Fault.Detail: [AnswerForm: SheddingAnswer]] = [:]
        for detail in Self.details {
            var forms: [AnswerForm: SheddingAnswer] = [:]
            for form in AnswerForm.allCases { forms[form] = Self.prepare(detail, form, configuration, pages) }
            answers[detail] = forms
        }
        self.answers = answers
    }

    /// nil for a reason that nothing is prepared for.
    func answer(_ detail: Fault.Detail, _ form: AnswerForm) -> SheddingAnswer? { self.answers[detail]?[form] }

    private static func prepare(
        _ detail: Fault.Detail,
        _ form: AnswerForm,
        _ configuration: Configuration,
        _ pages: AnswerPages
    ) -> SheddingAnswer {
        let context = AnswerContext(
            fault: Fault(detail),
            incidentID: String(decoding: Self.marks.id, as: UTF8.self),
            time: String(decoding: Self.marks.time, as: UTF8.self),
            accept: form.contentType
        )
        let page = pages.render(context)
        let member = ProxyStatusMember(identity: configuration.identity, fault: Fault(detail))
        let told = configuration.proxyStatus == .off ? nil : member.redacted(for: .errorOnly)?.serialized
        return SheddingAnswer(
            SheddingAnswer.Content(
                status: Array("\(detail.status) \(StatusPhrase.phrase(detail.status))".utf8),
                contentType: Array(page.contentType.utf8),
                proxyStatus: Array((told ?? "").utf8),
                body: page.body
            ),
            marks: Self.marks
        )
    }
}
