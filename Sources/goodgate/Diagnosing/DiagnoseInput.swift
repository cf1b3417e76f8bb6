import Foundation
import GatewayConfig
import GatewayControl
import GatewayDiagnose
import GatewayReactor

/// Reads what was typed for a diagnosis, and says what is wrong with it.
enum DiagnoseInput {
    static func target(_ text: String) throws -> Target {
        do {
            return try Target(text)
        } catch {
            throw Failure(.usage, error.message, fix: error.fix)
        }
    }

    /// With who asks, and the variables of this process.
    static func options() -> WalkOptions {
        var options = WalkOptions()
        options.agent = "goodgate-diagnose/\(ProgramVersion.text)"
        options.environment = ProcessInfo.processInfo.environment
        return options
    }

    /// Methods that change nothing (RFC 9110 §9.2.1).
    static func method(_ text: String) throws -> String {
        let method = text.uppercased()
        guard ["GET", "HEAD", "OPTIONS"].contains(method) else {
            throw Failure(.usage, "`\(text)` could change something at the site", fix: "use GET, HEAD or OPTIONS")
        }
        return method
    }

    static func versions(_ text: String) throws -> WalkOptions.Versions {
        guard let versions = WalkOptions.Versions(rawValue: text) else {
            throw Failure(.usage, "--http `\(text)` is no version that is spoken here", fix: "use both, 1.1 or 2")
        }
        return versions
    }

    static func field(_ text: String) throws -> (name: String, value: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let value = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        guard parts.count == 2, WalkOptions.isSendable(name: name, value: value) else {
            throw Failure(.usage, "`\(text)` is no field", fix: "write it like 'Accept-Language: de'")
        }
        return (name, value)
    }

    static func resolver(_ text: String) throws -> String {
        guard let address = DNSSurvey.address(text) else {
            throw Failure(.usage, "`\(text)` is no address of a name server", fix: "write it like 9.9.9.9")
        }
        return address
    }

    /// What cannot be read would look like a site whose certificate nobody trusts.
    static func authorities(_ file: String) throws -> String {
        var settings = TLSClientSettings()
        settings.trust = .authorities(file: file)
        do {
            _ = try TLSContext(client: settings)
        } catch {
            throw Failure(.usage, "--authorities \(file): \(error.text)", fix: "name a file of certificates in PEM")
        }
        return file
    }

    static func address(_ text: String, port: UInt16) throws -> SocketAddress {
        if let literal = SocketAddress(literal: text, port: port) { return literal }
        guard let target = try? Target("http://\(text)/"), text.contains(":"),
            let address = SocketAddress(literal: target.host, port: target.port)
        else {
            throw Failure(
                .usage,
                "`\(text)` is no address of a server",
                fix: "write it like 203.0.113.7, 203.0.113.7:8080 or [2001:db8::7]:443"
            )
        }
        return address
    }

    static func time(_ text: String, _ option: String, _ range: ClosedRange<UInt64>) throws -> UInt64 {
        guard let time = Milliseconds(text: text), range.contains(UInt64(time.count)) else {
            let bounds = "\(range.lowerBound / 1000)s to \(range.upperBound / 1000)s"
            throw Failure(.usage, "\(option) `\(text)` is no time that can be used", fix: "write one from \(bounds)")
        }
        return UInt64(time.count)
    }
}
