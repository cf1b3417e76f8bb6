/// What `POST /reload` answers when the new configuration is in force.
struct ReloadBody: Encodable {
    let generation: Int
    let changes: [String]
    let notes: [String]
    let warnings: [ProblemBody]
}
