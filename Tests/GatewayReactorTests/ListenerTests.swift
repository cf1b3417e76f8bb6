import Foundation
import GatewayBytes
import GatewayReactor
import Testing

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test func portZeroBecomesARealPort() throws {
        let listener = try Loopback.listener()
        #expect(listener.address.port != 0)
        #expect(listener.address.hostText == "127.0.0.1")
        #expect(listener.path == nil)
    }

    @Test func nobodyWaitsAtFirst() throws {
        let listener = try Loopback.listener()
        #expect(Outcome(listener.accept()) == .none)
    }

    @Test func everyClientIsAcceptedOnce() throws {
        let listener = try Loopback.listener()
        let clients = try (0..<20).map { _ in KeptSocket(try Socket.connecting(to: .address(listener.address))) }
        var ports: Set<UInt16> = []
        for _ in clients { ports.insert(try Loopback.accept(listener).peer.port) }
        #expect(ports == Set(clients.compactMap { $0.socket.localAddress()?.port }))
        #expect(Outcome(listener.accept()) == .none)
    }

    @Test func aSharedPortIsOpenedByEveryWorkerAndAnUnsharedByOne() throws {
        let shared = try Loopback.listener()
        let second = try Listener(.address(shared.address))
        #expect(second.address == shared.address)
        let alone = try Listener(.address(.loopbackV4(port: 0)), shared: false)
        #expect(self.listenError(alone.address) == Errno.addressInUse)
    }

    @Test func anAddressOfAnotherMachineCannotBeListenedOn() throws {
        // TEST-NET-1, RFC 5737.
        let foreign = try #require(SocketAddress(literal: "192.0.2.1", port: 0))
        #expect(self.listenError(foreign) == Errno.addressNotAvailable)
    }

    // Only where the kernel has IPv6 at all: containers often do without, and there is nothing to test then.
    @Test(.enabled(if: Loopback.hasIPv6)) func ipv6LeavesTheSamePortOfIPv4Free() throws {
        let v6 = try #require(SocketAddress(literal: "::", port: 0))
        let listener = try Listener(.address(v6), shared: false)
        // An address that no other test listens on.
        let v4 = try #require(SocketAddress(literal: "127.0.0.99", port: listener.address.port))
        #expect(self.listenError(v4) == nil)
    }

    @Test func aDuplicateServesTheSameQueue() throws {
        let path = Loopback.temporaryPath("dup")
        var first: Listener? = try Listener(.unix(path: path))
        defer { SocketFile.remove(path) }
        let second = try first.take()?.duplicate()
        guard let second else { return }
        #expect(second.path == path)
        // The first is closed now; the queue lives on.
        let client = try Socket.connecting(to: .unix(path: path))
        _ = try Loopback.accept(second)
        #expect(client.pendingError() == 0)
    }

    private func listenError(_ address: SocketAddress) -> Int32? {
        do throws(SystemError) {
            _ = try Listener(.address(address), shared: false)
            return nil
        } catch {
            return error.errno
        }
    }

    /// What an accept gave, without the socket.
    private enum Outcome: Equatable {
        case client, none, gone
        case exhausted(Int32)

        init(_ accepted: consuming Listener.Accepted) {
            switch consume accepted {
            case .client: self = .client
            case .none: self = .none
            case .gone: self = .gone
            case .exhausted(let error): self = .exhausted(error)
            }
        }
    }
}
