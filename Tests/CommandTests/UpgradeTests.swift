import Foundation
import GatewayLab
import Testing

/// A new program takes the place of the one that serves, and no client notices.
@Suite(.serialized) struct UpgradeTests {
    @Test(.timeLimit(.minutes(3)))
    func threeUpgradesUnderLoadCostNoClientAnything() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab, workers: 2)
                let load = ConstantLoad(port: house.port, kept: 4, new: 3)
                try await until("some requests") { load.answers > 100 }
                // Fewer workers than sockets, then more of them, then as many.
                for workers in [1, 3, 2] {
                    try house.write(lab, workers: workers)
                    let before = load.answers
                    try await house.upgrade()
                    try await until("requests after the upgrade") { load.answers > before + 2000 }
                }
                try await load.stop()
                #expect(load.failures == [])
                #expect(try await house.serving.program.ended().status == 0)
                try await house.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aProgramThatEndsAtOnceLeavesTheOldOneServing() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                try house.replaceProgram(with: "#!/bin/sh\nexit 3\n")
                kill(house.process, SIGUSR2)
                let said = try await house.serving.program.said("\"event\":\"upgrade_refused\"")
                #expect(said.contains("status 3"))
                #expect(await house.serving.get("/ok").response?.status == 200)
                // The right program a moment later is taken.
                try house.restoreProgram()
                try await house.upgrade()
                #expect(await house.serving.get("/ok").response?.status == 200)
                try await house.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aProgramThatSaysNothingIsEnded() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                let mark = folder.appending(path: "pid").path
                try house.replaceProgram(with: "#!/bin/sh\necho $$ > '\(mark)'\nexec sleep 60\n")
                kill(house.process, SIGUSR2)
                let said = try await house.serving.program.said("\"event\":\"upgrade_refused\"")
                #expect(said.contains("10 s"))
                let text = try String(contentsOfFile: mark, encoding: .utf8)
                let stuck = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
                try await until("the end of the stuck program") { !UpgradeHouse.isAlive(stuck) }
                #expect(await house.serving.get("/ok").response?.status == 200)
                try await house.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aWrongConfigurationLeavesTheOldOneServing() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                try "workers: many\n".write(toFile: house.file, atomically: true, encoding: .utf8)
                kill(house.process, SIGUSR2)
                let said = try await house.serving.program.said("\"event\":\"upgrade_refused\"")
                #expect(said.contains("status 78"))
                #expect(house.serving.program.errors.contains("gate.yaml:1:10: error"))
                #expect(await house.serving.get("/ok").response?.status == 200)
                try await house.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func whatRunsAtTheOldProgramIsFinishedThere() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                let serving = house.serving
                async let slow = serving.get("/delay/3000")
                try await until("the request at the upstream") { lab.counts()["delay"] == 1 }
                let old = house.process
                try await house.upgrade()
                #expect(UpgradeHouse.isAlive(old))
                #expect(await slow.response?.status == 200)
                #expect(lab.counts()["delay"] == 1)
                #expect(try await house.serving.program.ended().status == 0)
                try await house.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func unixSocketsAdminAddressAndDrainedEndpointsAreTakenOver() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let socket = folder.appending(path: "front.sock").path
                let house = try await UpgradeHouse(folder, lab, listen: "unix:\(socket)", admin: "127.0.0.1:0")
                let admin = try #require(house.serving.admin).description
                let endpoint = lab.address.url
                #expect(try await Program.run("drain", "--admin", admin, endpoint).status == 0)
                try await house.upgrade()
                let restarted = try #require(house.serving.program.lines(with: "\"event\":\"started\"").last)
                #expect(restarted.contains("\"admin\":\"\(admin)\""))
                #expect(await house.serving.get("/ok").response?.status == 503)
                let undone = try await Program.run("drain", "--undo", "--json", "--admin", admin, endpoint)
                #expect(undone.output.contains("\"state\" : \"in use\""))
                #expect(await house.serving.get("/ok").response?.status == 200)
                try await house.close()
            }
        }
    }

    /// Each program has its own descriptors and those of nobody before it.
    @Test(.timeLimit(.minutes(2)))
    func descriptorsDoNotPileUp() async throws {
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                func descriptors() throws -> Int {
                    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(house.process)/fd").count
                }
                try await house.upgrade()
                let first = try descriptors()
                for _ in 0..<3 { try await house.upgrade() }
                #expect(try descriptors() <= first + 1)
                try await house.close()
            }
        }
    }

    @Test
    func theCommandAsksOnlyWhoKnowsTheSignal() async throws {
        let own = try await Program.run("upgrade", "--pid", "\(ProcessInfo.processInfo.processIdentifier)")
        #expect(own.status == 1)
        #expect(own.errors.contains("is no `goodgate serve`"))
        #expect(try await Program.run("upgrade", "--pid", "0").status == 64)
        #expect(try await Program.run("upgrade", "--pid", "2147483646").status == 69)
        try await withLab { lab in
            try await withFolder { folder in
                let house = try await UpgradeHouse(folder, lab)
                let result = try await Program.run("upgrade", "--pid", "\(house.process)")
                #expect(result.status == 0)
                try await house.upgraded(1)
                try await house.close()
            }
        }
    }

    /// Somebody who sets the variable gets a program that starts in the usual way.
    @Test(arguments: ["{", #"{"from":1,"line":9,"sockets":[],"drained":[]}"#])
    func aNoteForSomebodyElseIsLeftAlone(note: String) async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab, environment: ["GOODGATE_INHERIT": note])
            #expect(await serving.get("/ok").response?.status == 200)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }
}
