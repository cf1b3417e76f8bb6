/// Protocol names as RFC 7301 §3.1 writes them: each with its length in front.
enum ProtocolList {
    static func bytes(_ names: [String]) -> [UInt8] {
        names.filter { (1...255).contains($0.utf8.count) }.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    }
}
