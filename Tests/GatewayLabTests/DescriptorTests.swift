import Foundation
import GatewayLab
import Testing

/// A lab gives back every descriptor, also those of connections it holds in the middle of a script.
///
/// In a process of its own: descriptors belong to the process, and other tests open and close theirs meanwhile.
struct DescriptorTests {
    @Test(.timeLimit(.minutes(1)))
    func stopLeavesNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            // The first run opens what the process keeps: the client's threads, the time zone file.
            try await DescriptorTests.useALab()
            let before = try DescriptorTests.openDescriptors()
            for _ in 0..<5 { try await DescriptorTests.useALab() }
            let after = try DescriptorTests.openDescriptors()
            #expect(after == before)
            exit(after == before ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    static func useALab() async throws {
        let lab = try await Lab.start(options: LabOptions())
        for name in ["silent", "slow-body", "slow-reader", "endless", "half-close", "close-after-idle", "race"] {
            guard let scenario = Scenarios.named(name), let address = lab.address(of: name) else { continue }
            var request = DrillRequest.meeting(scenario)
            request.timeLimit = .milliseconds(50)
            _ = await DrillClient.send(request, to: address)
        }
        await lab.stop()
    }

    static func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
