import ArgumentParser
import GatewayGuide

/// Why a command cannot do what was asked, what to do about it, and the status it ends with.
struct Failure: Error {
    var status: ExitStatus
    var message: String
    var fix: String?

    init(_ status: ExitStatus, _ message: String, fix: String? = nil) {
        self.status = status
        self.message = message
        self.fix = fix
    }

    /// Says it on standard error and gives what the command must throw.
    func report() -> ExitCode {
        let text = [self.message, self.fix].compactMap { $0 }.joined(separator: "; ")
        // Parts of it may come from the wire or from a file.
        let safe = text.split(separator: "\n", omittingEmptySubsequences: false).map { Escape.terminal(String($0)) }
        Console.error("goodgate: \(safe.joined(separator: "\n"))\n")
        return self.status.exitCode
    }
}

extension AsyncParsableCommand {
    /// Runs a command's work and turns its failure into words and a status.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as Failure {
            throw failure.report()
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            throw error
        } catch {
            throw Failure(.failure, "\(error)").report()
        }
    }
}
