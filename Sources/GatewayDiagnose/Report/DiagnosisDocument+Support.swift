/// What a support desk asks for besides the verdict, in the words of every report.
extension DiagnosisDocument {
    var frequency: String {
        guard let failed = self.persistence.failed, let tries = self.persistence.tries else { return "looked at once" }
        return "\(self.persistence.kind): \(Proportion(failed: failed, tries: tries).text)"
    }

    /// The same with a program that everybody has: as names lead, and at each address.
    var commands: [String] {
        ["curl -sv -o /dev/null '\(self.url)'"]
            + self.addresses.prefix(4).map { "curl -sv -o /dev/null --connect-to '::\($0)' '\(self.url)'" }
    }

    /// What only people can add.
    var missing: [String] {
        [
            "since when it fails, and what was changed last (deployment, DNS, certificate, firewall)",
            "the lines of every log between gateway and application at \(self.started)",
            "whether it fails from other networks, and for other paths",
        ]
    }
}
