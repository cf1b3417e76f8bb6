import Foundation
import GatewayLab
import GatewayReactor

/// Reads the admin API again and again and shows what it says.
struct TopWatch: Sendable {
    enum Form: Sendable {
        /// Drawn in place on a terminal.
        case screen
        /// One picture after the other.
        case text
        case json
    }

    /// Columns of a picture where there is no terminal to ask.
    private static let plainWidth = 120

    var client: AdminClient
    var title: String
    var interval: Duration
    var form: Form

    func showOnce() async throws {
        let first = try await self.read()
        try await Task.sleep(for: self.interval)
        let second = try await self.read()
        switch self.form {
        case .json: Console.write(JSONOutput.text(TopFigures(previous: first, current: second)))
        case .screen, .text: Console.write(self.picture(first, second))
        }
    }

    /// Shows until the task is cancelled.
    func show() async throws {
        // Refused before the screen is cleared: a wrong address is a word in the scroll-back, not on a blank screen.
        let first = try await self.read()
        var previous: TopReading? = first
        self.open()
        defer { self.close() }
        if self.form == .screen { self.draw(nil, first) }
        while !Task.isCancelled {
            do { try await Task.sleep(for: self.interval) } catch { return }
            do {
                let current = try await self.read()
                self.draw(previous, current)
                previous = current
            } catch let failure as Failure {
                // A gateway that is being restarted comes back; its counts begin anew.
                previous = nil
                self.tell(failure)
            }
        }
    }

    private func read() async throws -> TopReading {
        let metrics = try await self.client.get("/metrics", accept: "text/plain")
        let endpoints = try await self.client.get("/endpoints")
        let now = ContinuousClock.now - TopWatch.start
        guard metrics.status == 200, endpoints.status == 200,
            let reading = try? TopReading(
                time: Double(now.components.seconds) + Double(now.components.attoseconds) / 1e18,
                metrics: metrics.text,
                endpoints: endpoints.content
            )
        else { throw Failure(.failure, "the answer of \(self.title) is not one of a Good Gateway") }
        return reading
    }

    private static let start = ContinuousClock.now

    // MARK: - Showing

    private func draw(_ previous: TopReading?, _ current: TopReading) {
        switch self.form {
        case .json: Console.write(JSONOutput.line(TopFigures(previous: previous, current: current)))
        case .text: Console.write(self.picture(previous, current) + "\n")
        case .screen: self.place(self.lines(previous, current, TerminalSize.ofOutput))
        }
    }

    private func picture(_ previous: TopReading?, _ current: TopReading) -> String {
        self.lines(previous, current, nil).map { $0 + "\n" }.joined()
    }

    private func lines(_ previous: TopReading?, _ current: TopReading, _ size: TerminalSize?) -> [String] {
        // The last column stays free: with the cursor waiting behind it, erasing to the end would erase a character.
        let width = size.map { $0.columns - 1 } ?? Self.plainWidth
        let view = TopView(title: self.title, width: width, height: size?.rows)
        return view.lines(previous: previous, current: current)
    }

    private func tell(_ failure: Failure) {
        switch self.form {
        case .screen: self.place([TextTable.cut(failure.message, to: (TerminalSize.ofOutput?.columns ?? 80) - 1)])
        case .text, .json: _ = failure.report()
        }
    }

    // MARK: - The terminal

    /// Over what stands there, line by line, so that nothing flickers.
    private func place(_ lines: [String]) {
        Console.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// The other screen, without cursor: what was on the terminal is there again afterwards.
    private func open() {
        if self.form == .screen { Console.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[J") }
    }

    private func close() {
        if self.form == .screen { Console.write("\u{1B}[?25h\u{1B}[?1049l") }
    }
}
