/// What a file of certificates or keys says that it holds: the labels of its PEM blocks (RFC 7468) and their lines.
///
/// For words on what is wrong with it only: what a block really holds is for OpenSSL to say.
struct PEMOutline {
    struct Block: Equatable {
        let label: String
        /// From 1.
        let line: Int
        let isEncrypted: Bool
    }

    let blocks: [Block]
    private let isEmpty: Bool
    /// The first octet of every certificate and key in DER: an ASN.1 SEQUENCE.
    private let beginsAsDER: Bool

    private static let opening = Array("-----BEGIN ".utf8)
    private static let encryption = Array("Proc-Type: 4,ENCRYPTED".utf8)

    init(_ bytes: [UInt8]) {
        self.isEmpty = bytes.isEmpty
        self.beginsAsDER = bytes.first == 0x30
        var blocks: [Block] = []
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.starts(with: Self.opening) {
            let label = String(
                decoding: line.dropFirst(Self.opening.count).prefix { $0 != UInt8(ascii: "-") },
                as: UTF8.self
            )
            // The older way to encrypt says so in a header of the block (RFC 1421 §4.6.1.1).
            let isEncrypted =
                label == "ENCRYPTED PRIVATE KEY"
                || index + 1 < lines.count && lines[index + 1].starts(with: Self.encryption)
            blocks.append(Block(label: label, line: index + 1, isEncrypted: isEncrypted))
        }
        self.blocks = blocks
    }

    private var certificates: [Block] { self.blocks.filter { $0.label.hasSuffix("CERTIFICATE") } }
    private var keys: [Block] { self.blocks.filter { $0.label.hasSuffix("PRIVATE KEY") } }

    /// Why no certificate was found.
    var withoutCertificate: TLSFileProblem.Reason {
        if self.isEmpty { return .empty }
        if !self.keys.isEmpty { return .keyAlone }
        if self.blocks.contains(where: { $0.label.hasSuffix("CERTIFICATE REQUEST") }) { return .onlyRequest }
        return self.blocks.isEmpty && self.beginsAsDER ? .binary : .noCertificate
    }

    /// Why no private key was found.
    var withoutKey: TLSFileProblem.Reason {
        if self.isEmpty { return .empty }
        if let key = self.keys.first { return key.isEncrypted ? .keyEncrypted : .keyBroken(line: key.line) }
        if !self.certificates.isEmpty { return .certificateAlone }
        return self.blocks.isEmpty && self.beginsAsDER ? .binary : .noKey
    }

    /// The certificate after as many good ones cannot be read.
    func brokenCertificate(after good: Int) -> TLSFileProblem.Reason {
        let certificates = self.certificates
        guard good < certificates.count else { return .certificateBroken(number: good + 1, line: 0) }
        return .certificateBroken(number: good + 1, line: certificates[good].line)
    }
}
