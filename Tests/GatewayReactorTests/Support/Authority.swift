import Foundation

/// A certificate authority of one test: keys are made when it runs, in a directory that goes with it.
final class Authority: Sendable {
    struct Failed: Error { var arguments: [String] }

    /// PEM files of one certificate.
    struct Issued: Sendable {
        var certificate: String
        var key: String
    }

    let directory: String
    /// The root, as a file to trust.
    let root: Issued

    init() throws {
        self.directory = "/tmp/gg-\(UUID().uuidString.prefix(8))-ca"
        self.root = Issued(certificate: "\(self.directory)/root.pem", key: "\(self.directory)/root.key")
        try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: "\(self.directory)/index.txt"))
        try Data(Self.configuration.utf8).write(to: URL(fileURLWithPath: "\(self.directory)/ca.cnf"))
        try self.run(
            ["req", "-x509"] + Self.newKey("EC") + [
                "-nodes", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Test Root", "-days", "30",
                "-addext", "basicConstraints=critical,CA:true",
            ]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: self.directory) }

    /// A certificate for `names` (`DNS:…`, `IP:…`), signed by the root or by `issuer`.
    func issue(
        _ file: String,
        _ names: [String],
        kind: String = "EC",
        from: String = "20200101000000Z",
        to: String = "20990101000000Z",
        issuer: Issued? = nil,
        extensions: [String] = []
    ) throws -> Issued {
        let added = ["subjectAltName=\(names.joined(separator: ","))"] + extensions
        try self.run(
            ["req"] + Self.newKey(kind) + ["-nodes", "-keyout", "\(file).key", "-out", "\(file).csr"]
                + ["-subj", "/CN=\(file)"] + added.flatMap { ["-addext", $0] }
        )
        let issuer = issuer ?? self.root
        try self.run(
            ["ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", issuer.certificate, "-keyfile", issuer.key]
                + ["-in", "\(file).csr", "-out", "\(file).pem", "-startdate", from, "-enddate", to]
        )
        return Issued(certificate: "\(self.directory)/\(file).pem", key: "\(self.directory)/\(file).key")
    }

    /// A certificate that nobody but its own key signed.
    func selfSigned(_ file: String, _ names: [String]) throws -> Issued {
        try self.run(
            ["req", "-x509"] + Self.newKey("EC") + ["-nodes", "-keyout", "\(file).key", "-out", "\(file).pem"]
                + ["-subj", "/CN=\(file)", "-days", "30"]
                + ["-addext", "subjectAltName=\(names.joined(separator: ","))"]
        )
        return Issued(certificate: "\(self.directory)/\(file).pem", key: "\(self.directory)/\(file).key")
    }

    /// A file of its own with this text.
    func write(_ name: String, _ text: String) throws -> String {
        let path = "\(self.directory)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Lets every user read the file.
    static func openToAll(_ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }

    func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: self.directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(arguments: arguments) }
    }

    private static func newKey(_ kind: String) -> [String] {
        kind == "RSA" ? ["-newkey", "rsa:2048"] : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    }

    private static let configuration = """
        [ca]
        default_ca = test
        [test]
        database = ./index.txt
        rand_serial = yes
        new_certs_dir = .
        policy = any
        default_md = sha256
        unique_subject = no
        copy_extensions = copy
        [any]
        commonName = supplied

        """
}
