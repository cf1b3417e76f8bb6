/// Reads HAProxy's termination states, such as `SH--`: who ended a session, and when.
enum HAProxyState {
    /// The two letters that matter, when the text can be a state of two or four characters.
    static func key(_ text: String) -> String? {
        let letters = Array(text)
        guard letters.count == 2 || letters.count == 4, Self.who(letters[0]) != nil, Self.when(letters[1]) != nil else {
            return nil
        }
        guard letters.count == 2 || letters[2...].allSatisfy({ "-NIDVEOUPR".contains($0) }) else { return nil }
        return String(letters[0...1])
    }

    /// The state in words.
    static func words(_ key: String) -> String {
        let letters = Array(key)
        guard letters.count == 2, let who = Self.who(letters[0]), let when = Self.when(letters[1]) else { return "" }
        return "Ended by: \(who). When: \(when)."
    }

    private static func who(_ letter: Character) -> String? {
        switch letter {
        case "C": "the client, which aborted"
        case "S": "the server, which aborted or refused"
        case "P": "the proxy, by a limit or a rule"
        case "L": "nobody; HAProxy answered by itself"
        case "R": "a resource of the proxy that was exhausted"
        case "I": "an internal error of the proxy"
        case "D": "the proxy, because the server went down"
        case "U": "the proxy, because the main server came back"
        case "K": "an administrator"
        case "c": "the client's timeout"
        case "s": "the server's timeout"
        case "-": "nobody, it ended normally"
        default: nil
        }
    }

    private static func when(_ letter: Character) -> String? {
        switch letter {
        case "R": "while the request was awaited"
        case "Q": "in the queue"
        case "C": "while connecting to the server"
        case "H": "while the response head was awaited"
        case "D": "while data was being sent"
        case "L": "while the last data was being sent"
        case "T": "in a tarpit"
        case "-": "after the end of data"
        default: nil
        }
    }
}
