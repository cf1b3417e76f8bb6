internal import GatewayGuide

/// Colours for a terminal, or none; everything that is painted was made safe before.
struct DiagnosisPaint {
    enum Mark {
        case good, bad, doubtful, plain
    }

    let isOn: Bool

    func bold(_ text: String) -> String { self.wrapped(text, "1") }
    func soft(_ text: String) -> String { self.wrapped(text, "2") }
    func bad(_ text: String) -> String { self.wrapped(text, "31") }
    func good(_ text: String) -> String { self.wrapped(text, "32") }
    func doubtful(_ text: String) -> String { self.wrapped(text, "33") }

    func sign(_ mark: Mark) -> String {
        switch mark {
        case .good: self.good("✓")
        case .bad: self.bad("✗")
        case .doubtful: self.doubtful("!")
        case .plain: " "
        }
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        self.isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Text that came from the network, for one line of bounded length.
    static func safe(_ text: String, most: Int = 400) -> String {
        Escape.terminal(text.count > most ? String(text.prefix(most)) + "…" : text)
    }
}
