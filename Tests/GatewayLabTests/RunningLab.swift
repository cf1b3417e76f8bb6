import GatewayLab

/// Options that make people-sized pauses test-sized.
func quickOptions() -> LabOptions {
    var options = LabOptions()
    options.slowPause = .milliseconds(120)
    options.idleClose = .milliseconds(60)
    options.gap = .milliseconds(15)
    return options
}

/// Runs a body against a lab that is stopped afterwards, whatever happened.
func withLab<Result>(
    _ options: LabOptions = quickOptions(),
    _ body: (Lab) async throws -> Result
) async throws -> Result {
    let lab = try await Lab.start(options: options)
    do {
        let result = try await body(lab)
        await lab.stop()
        return result
    } catch {
        await lab.stop()
        throw error
    }
}
