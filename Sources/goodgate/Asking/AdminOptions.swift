import ArgumentParser
import Foundation

/// How a command reaches the admin API of a running gateway.
struct AdminOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Admin address of the running gateway.", valueName: "ADDR"))
    var admin = "127.0.0.1:8081"

    @Option(
        help: ArgumentHelp("Token of the admin API; --token-file does not show it to other users.", valueName: "TOKEN")
    )
    var token: String?

    @Option(help: ArgumentHelp("File that holds the token.", valueName: "FILE"), completion: .file())
    var tokenFile: String?

    func client() throws -> AdminClient { try AdminClient(self.admin, token: self.secret()) }

    private func secret() throws -> String? {
        if let file = self.tokenFile {
            guard let data = FileManager.default.contents(atPath: file), data.count <= 4096 else {
                throw Failure(.usage, "cannot read a token from \(file)", fix: "give a small file that you may read")
            }
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return self.token ?? ProcessInfo.processInfo.environment["GOODGATE_TOKEN"]
    }
}
