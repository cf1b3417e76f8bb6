import ArgumentParser
import Foundation
import GatewayGuide
import GatewayLab

/// `goodgate explain`: what happened to one request, or what a name means.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an incident by its id, or any name of a failure.",
        discussion: CommandHelp.text(
            "An id (from the page, `X-Incident-ID` or the log) is looked up in the running gateway, and its whole story "
                + "told: attempts, timers, likely causes with evidence, what each person should do. Everything else is "
                + "a name: an RFC 9209 type, a status, a fault of ours, or what another proxy calls it, such as a line "
                + "of its log. The token of the admin API can also stand in the environment as GOODGATE_TOKEN.",
            examples: [
                "goodgate explain 0199d0a3-5b1c-7c3e-9f00-3d1f0a2b4c5d",
                "goodgate explain 'upstream prematurely closed connection'",
                "goodgate explain SH--",
            ],
            exits: [.success, .no, .usage, .unavailable]
        )
    )

    @Argument(help: ArgumentHelp("An id or a name; several words need no quotes.", valueName: "ID|NAME"))
    var words: [String]

    @OptionGroup var gateway: AdminOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await self.reporting {
            let text = self.words.joined(separator: " ")
            if UUID(uuidString: text) != nil {
                try await self.tell(id: text.lowercased())
            } else {
                try self.explain(text)
            }
        }
    }

    // MARK: - An incident

    private func tell(id: String) async throws {
        let response = try await self.gateway.client().get("/faults/\(id)")
        guard response.status != 404 else {
            throw Failure(
                .no,
                "the gateway at \(self.gateway.admin) has no exchange \(id)",
                fix: "it keeps the newest that failed, since its start; the access log may have the line"
            )
        }
        guard response.status == 200, let incident = Self.incident(in: response.content) else {
            throw Failure(
                .failure,
                "the answer of \(self.gateway.admin) is not one of a Good Gateway (status \(response.status))"
            )
        }
        let story = Story(incident)
        Console.write(self.json ? story.json() : story.text(color: Console.usesColor))
    }

    /// The incident of a story; its causes are found anew, so that they come in colour and in this version's words.
    static func incident(in content: [UInt8]) -> Incident? {
        guard let story = try? JSONSerialization.jsonObject(with: Data(content)) as? [String: Any],
            let incident = story["incident"], JSONSerialization.isValidJSONObject(incident),
            let data = try? JSONSerialization.data(withJSONObject: incident)
        else { return nil }
        return try? Incident(json: Array(data))
    }

    // MARK: - A name

    private func explain(_ text: String) throws {
        guard let explanation = Explainer.explain(token: text) else {
            let near = Explainer.suggestions(for: text)
            throw Failure(
                .no,
                "nothing is known about \"\(text.prefix(200))\"",
                fix: near.isEmpty ? nil : "near it: \(near.joined(separator: ", "))"
            )
        }
        Console.write(self.json ? explanation.json() : explanation.text(color: Console.usesColor))
    }
}
