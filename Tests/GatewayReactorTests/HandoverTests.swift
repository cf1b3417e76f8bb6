import Testing

@testable import GatewayReactor

/// Descriptors for a program that is started, and the line to it.
@Suite(.serialized) struct HandoverTests {
    /// Waits as long as it takes: a child that nobody waits for any more would keep every exit test from its end,
    /// because the test library looks at the first child that has ended.
    private static func end(of child: ChildProgram) async -> ChildProgram.Ending {
        while true {
            if let ending = child.ending() { return ending }
            // A loop without a pause takes a processor from the child that it waits for.
            do { try await Task.sleep(for: .milliseconds(1)) } catch { child.kill() }
        }
    }

    /// bash, because other shells know descriptors of one digit only.
    private static func shell(_ script: String, _ descriptors: [Int32] = []) throws -> ChildProgram {
        try ChildProgram(
            path: "/bin/bash",
            arguments: ["bash", "-c", script],
            environment: ["ANSWER=42"],
            descriptors: descriptors
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func tellsHowAProgramEnded() async throws {
        #expect(try await Self.end(of: Self.shell("exit 7")) == .exited(7))
        #expect(try await Self.end(of: Self.shell("kill -9 $$")) == .signalled(9))
        #expect(try await Self.end(of: Self.shell("test \"$ANSWER\" = 42")) == .exited(0))
        let stuck = try Self.shell("exec sleep 60")
        #expect(stuck.ending() == nil)
        stuck.kill()
        #expect(await Self.end(of: stuck) == .signalled(9))
    }

    @Test
    func aProgramThatIsNotThereIsAnError() {
        #expect(throws: SystemError.self) {
            try ChildProgram(path: "/nonexistent", arguments: ["x"], environment: [], descriptors: [])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func theChildHasWhatItIsGivenAndNothingElse() async throws {
        let listener = try Listener(.address(.loopbackV4(port: 0)))
        let given = try listener.inheritable()
        let other = try listener.inheritable()
        let script = "test -e /proc/self/fd/\(given.number) && ! test -e /proc/self/fd/\(other.number)"
        #expect(try await Self.end(of: Self.shell(script, [given.number])) == .exited(0))
        extendLifetime(given)
        extendLifetime(other)
    }

    @Test(.timeLimit(.minutes(1)))
    func theLineTellsWhatIsSaidAndThatTheOtherSideIsGone() async throws {
        let ends = try HandoverChannel.pair()
        let theirs = try ends.theirs.inheritable()
        let child = try Self.shell(
            "printf '\\001' >&\(theirs.number); read -r x <&\(theirs.number); exit 3",
            [theirs.number]
        )
        extendLifetime(theirs)
        let number = theirs.number
        _ = consume theirs
        let line = ends.keepOurs()
        // `#expect` takes no part of a call on a value that cannot be copied.
        let news = [line.receive(milliseconds: 10_000), line.receive(milliseconds: 0)]
        #expect(news == [.byte(1), .nothing])
        let isHeard = line.send(UInt8(ascii: "\n"))
        #expect(isHeard)
        let last = line.receive(milliseconds: 10_000)
        #expect(last == .gone)
        #expect(await Self.end(of: child) == .exited(3))
        #expect(number > 2)
    }

    /// The queue is the same one: a client that came before is accepted by who takes over.
    @Test(.timeLimit(.minutes(1)))
    func anInheritedListenerHasTheClientsThatWaited() throws {
        let listener = try Listener(.address(.loopbackV4(port: 0)))
        let port = listener.address.port
        let copy = try listener.inheritable()
        let client = try Socket.connecting(to: .address(listener.address))
        _ = consume listener
        let heir = try Listener(inherited: copy.number, path: nil)
        #expect(heir.address.port == port)
        let limit = ContinuousClock.now + .seconds(5)
        var isThere = false
        while !isThere, ContinuousClock.now < limit {
            if case .client = heir.accept() { isThere = true }
        }
        #expect(isThere)
        extendLifetime(client)
        // Both own the number now; in an upgrade they are two processes.
        copy.forget()
    }

    @Test
    func whatDoesNotListenIsNotTakenForAListener() throws {
        let ends = try HandoverChannel.pair()
        let copy = try ends.ours.inheritable()
        #expect(throws: SystemError.self) { _ = try Listener(inherited: copy.number, path: nil) }
        #expect(throws: SystemError.self) { _ = try Listener(inherited: 0, path: nil) }
        #expect(throws: SystemError.self) { _ = try Listener(inherited: 100_000, path: nil) }
        extendLifetime(copy)
    }
}
