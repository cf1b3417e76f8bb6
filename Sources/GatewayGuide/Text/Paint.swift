/// Colours for a terminal, or none.
struct Paint {
    let isOn: Bool

    func bold(_ text: String) -> String { self.wrapped(text, "1") }

    func dim(_ text: String) -> String { self.wrapped(text, "2") }

    func bad(_ text: String) -> String { self.wrapped(text, "31") }

    func good(_ text: String) -> String { self.wrapped(text, "32") }

    private func wrapped(_ text: String, _ code: String) -> String {
        self.isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
