import GatewayDiagnose
import GatewayReactor

/// Runs a walk on a thread of its own: it waits for sockets, and tasks must not.
enum DiagnoseRun {
    static func walk(
        _ target: Target,
        _ options: WalkOptions,
        tell: @escaping @Sendable (WalkEvent) -> Void = { _ in }
    ) async throws -> Observations {
        let result: Result<Observations, SystemError> = await withCheckedContinuation { continuation in
            do throws(SystemError) {
                _ = try WorkerThread(name: "gg-diagnose") {
                    continuation.resume(returning: Self.walked(target, options, tell))
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        switch result {
        case .success(let seen): return seen
        case .failure(let error):
            throw Failure(.failure, "the system gives no thread or event queue (\(Errno.name(error.errno)))")
        }
    }

    private static func walked(
        _ target: Target,
        _ options: WalkOptions,
        _ tell: @escaping (WalkEvent) -> Void
    ) -> Result<Observations, SystemError> {
        do throws(SystemError) {
            return .success(try Walk(target, options, tell: tell).run())
        } catch {
            return .failure(error)
        }
    }

    /// The exit status says the stage; a site that works in part fails, too.
    static func status(of verdict: Verdict) -> ExitStatus {
        guard verdict.outcome != .healthy, let stage = verdict.stage else { return .success }
        switch stage {
        case .here: return .stageHere
        case .resolve: return .stageResolve
        case .connect: return .stageConnect
        case .handshake: return .stageHandshake
        case .exchange: return .stageExchange
        case .pattern: return .stagePattern
        }
    }
}
