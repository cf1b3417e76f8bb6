/// What the access log looks like and where it goes.
public struct AccessLog: Hashable, Sendable {
    public enum Format: String, CaseIterable, Hashable, Sendable {
        case off, json, combined
    }

    public enum Destination: Hashable, Sendable {
        case standardOutput
        /// A path; a relative one in a file was already joined to that file's directory.
        case file(String)
    }

    public var format: Format
    public var destination: Destination

    public init(format: Format = .json, destination: Destination = .standardOutput) {
        self.format = format
        self.destination = destination
    }
}

extension AccessLog.Destination: CustomStringConvertible {
    public var description: String {
        switch self {
        case .standardOutput: "standard output"
        case .file(let path): path
        }
    }
}
