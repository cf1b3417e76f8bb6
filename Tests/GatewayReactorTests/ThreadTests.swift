import GatewayBytes
import GatewayReactor
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ThreadTests {
    @Test func everyMessageOfManyThreadsArrivesOnceAndInOrder() throws {
        let loop = try EventLoop()
        let mailbox = Mailbox<(sender: Int, number: Int)>(waker: loop.waker)
        let senders = 8
        let each = 2000
        for sender in 0..<senders {
            _ = try WorkerThread(name: "sender-\(sender)") {
                for number in 0..<each { mailbox.post((sender, number)) }
            }
        }
        var next = [Int](repeating: 0, count: senders)
        while next != [Int](repeating: each, count: senders) {
            guard loop.wait(milliseconds: Loopback.patience) == 1 else {
                throw Loopback.TimedOut(waitingFor: "messages after \(next)")
            }
            loop.acknowledgeWake()
            for (sender, number) in mailbox.take() {
                #expect(number == next[sender])
                next[sender] = number + 1
            }
        }
        #expect(mailbox.take().isEmpty)
    }

    @Test func aSignalRaisedBeforeTheSleepIsNotLost() throws {
        let signal = try ThreadSignal()
        for _ in 0..<3 { signal.raise() }
        signal.wait()
        // Unraised again: this returns because its time is over.
        signal.wait(milliseconds: 0)
    }

    @Test func aSleepingThreadIsWokenByAnother() throws {
        let (ping, pong) = try (ThreadSignal(), ThreadSignal())
        let count = Atomic(0)
        let body: @Sendable () -> Void = {
            for _ in 0..<1000 {
                ping.wait()
                pong.raise()
            }
        }
        let thread = try WorkerThread(name: "pong", body)
        for _ in 0..<1000 {
            ping.raise()
            pong.wait()
            count.add(1, ordering: .relaxed)
        }
        thread.join()
        #expect(count.load(ordering: .relaxed) == 1000)
    }

    @Test func joiningWaitsForTheEnd() throws {
        final class Result: Sendable {
            let value = Atomic(0)
        }
        let result = Result()
        // Longer than the 15 bytes that the system shows, and not ASCII.
        let thread = try WorkerThread(name: String(repeating: "ü", count: 40)) {
            for _ in 0..<100_000 { result.value.add(1, ordering: .relaxed) }
        }
        thread.join()
        #expect(result.value.load(ordering: .relaxed) == 100_000)
    }
}
