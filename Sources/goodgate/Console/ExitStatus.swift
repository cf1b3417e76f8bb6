import ArgumentParser

/// How the program ends; an interface that scripts rely on.
///
/// The larger ones are those of sysexits.h, which service managers and mail systems know.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case no = 1
    case stageHere = 10
    case stageResolve = 11
    case stageConnect = 12
    case stageHandshake = 13
    case stageExchange = 14
    case stagePattern = 15
    case usage = 64
    case unavailable = 69
    case failure = 70
    case permission = 77
    case configuration = 78

    var meaning: String {
        switch self {
        case .success: "done"
        case .no: "the answer is no: something is unknown, differs, or does not agree"
        case .stageHere: "diagnose: it fails on this machine"
        case .stageResolve: "diagnose: it fails at the name"
        case .stageConnect: "diagnose: it fails at the connection"
        case .stageHandshake: "diagnose: it fails in the TLS handshake"
        case .stageExchange: "diagnose: it fails at request or answer"
        case .stagePattern: "diagnose: it fails now and then"
        case .usage: "the command line is wrong"
        case .unavailable: "an address is taken, nobody answers at one, or a program or a part of the system is missing"
        case .failure: "something failed that should not, such as writing a file"
        case .permission: "it needs rights that whoever started it does not have"
        case .configuration: "the configuration is wrong"
        }
    }

    var exitCode: ExitCode { ExitCode(self.rawValue) }
}
