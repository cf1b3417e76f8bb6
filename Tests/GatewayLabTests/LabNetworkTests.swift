import Testing

@testable import GatewayLab

/// The cases of the lab's network as data; that a kernel does what they say is shown by `lab_network_test.py`.
struct LabNetworkTests {
    private let names = NetworkNames(process: 4711, began: 815)

    @Test
    func namesAreUniqueAndCanBeTyped() {
        let names = NetworkCases.all.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }) }
    }

    /// Whatever a case does, it does to the namespaces of its run and to nothing else of the machine.
    @Test(arguments: NetworkCases.all.map(\.name))
    func everyStepNamesANamespaceOfItsRun(name: String) throws {
        let plan = NetworkPlan(try #require(NetworkCases.named(name)), self.names)
        #expect(!plan.steps.isEmpty)
        for step in plan.steps {
            switch step {
            case .ip(let words) where words.starts(with: ["netns", "add"]): #expect(self.isOurs(words[2]))
            case .ip(let words) where words.starts(with: ["link", "add", "out", "netns"]):
                #expect(self.isOurs(words[4]))
                #expect(words.count == 12 && words[10] == "netns" && self.isOurs(words[11]))
            case .ip(let words), .tc(let words, _):
                #expect(words.count > 2 && words[0] == "-n" && self.isOurs(words[1]))
            case .settings(let namespace, _): #expect(self.isOurs(namespace))
            }
        }
    }

    /// Who lists the cases must be told of the same part of the kernel as who runs one.
    @Test(arguments: NetworkCases.all.map(\.name))
    func aCaseTellsWhatItTakesOfTheKernel(name: String) throws {
        let network = try #require(NetworkCases.named(name))
        let needed = NetworkPlan(network, self.names).steps.compactMap { step in
            if case .tc(_, let module) = step { module } else { nil }
        }
        #expect(needed == [network.kernelModule].compactMap { $0 })
    }

    private func isOurs(_ namespace: String) -> Bool { self.names.all.contains(namespace) }

    /// An address that cannot be read would be no record, and the case another one.
    @Test(arguments: NetworkCases.all.map(\.name))
    func everyNameServerHasARecordForEveryAddress(name: String) throws {
        let network = try #require(NetworkCases.named(name))
        #expect(network.site.nameServers.map(\.isAuthoritative) == [false, true])
        for server in network.site.nameServers {
            #expect(NameRecord.address(server.address) != nil)
            #expect(server.acts[NetworkCase.host(name)] != nil)
            #expect(server.acts["ns1.lab.test"] == .records([.v4(10, 78, 0, 54)]))
        }
    }

    @Test
    func twoRunsHaveNoNamespaceInCommon() {
        let others = [NetworkNames(process: 4712, began: 815), NetworkNames(process: 4711, began: 816)]
        for other in others { #expect(Set(other.all).isDisjoint(with: self.names.all)) }
        #expect(Set(self.names.all).count == 3)
    }

    @Test
    func aNamespaceTellsItsRun() {
        for name in self.names.all { #expect(NetworkNames(of: name) == self.names) }
    }

    /// What `--clean` takes away must be the lab's own.
    @Test(arguments: [
        "", "visitor", "goodgate-lab", "goodgate-lab-", "goodgate-lab-4711-815", "goodgate-lab-4711-815-other",
        "goodgate-lab-4711-815-visitor-2", "goodgate-lab--815-visitor", "goodgate-lab-0-815-visitor",
        "goodgate-lab-04711-815-visitor", "goodgate-lab-+4711-815-visitor", "goodgate-lab-4711-x-visitor",
        "my-goodgate-lab-4711-815-visitor",
    ])
    func whatSomebodyElseNamedIsNoRun(name: String) {
        #expect(NetworkNames(of: name) == nil)
    }

    @Test
    func visitorsFilesAreThoseOfTheCase() throws {
        let silent = NetworkPlan(try #require(NetworkCases.named("resolver-silent")), self.names)
        #expect(silent.files["resolv.conf"] == "nameserver 10.79.0.1\n")
        let hosts = NetworkPlan(try #require(NetworkCases.named("hosts-override")), self.names)
        #expect(hosts.files["resolv.conf"] == "nameserver 10.78.0.53\n")
        #expect(hosts.files["hosts"]?.hasSuffix("\n10.78.0.5 hosts-override.lab.test\n") == true)
    }

    @Test
    func listingHasALineForEveryCase() {
        let lines = NetworkListing().text.split(separator: "\n")
        for network in NetworkCases.all {
            #expect(lines.contains { $0.hasPrefix(network.name + " ") && $0.hasSuffix(network.summary) })
        }
    }

    @Test
    func onlyWhoSpeaksForTheZoneSaysSo() throws {
        // One question for `a`, type A.
        let query: [UInt8] = [7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1]
        let question = try #require(NameBytes.question(query))
        for speaks in [false, true] {
            let zone = NameZone(isAuthoritative: speaks)
            zone.set("a", [.records([.v4(10, 0, 0, 1)])])
            let reply = try #require(zone.reply(to: query, question, overTCP: false))
            #expect((reply[2] & 0x04 != 0) == speaks)
            zone.set("a", [.silence])
            #expect(zone.reply(to: query, question, overTCP: false) == nil)
        }
    }
}
