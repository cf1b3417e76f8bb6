/// A log line without what differs between two failures of the same kind: the scenario's name, numbers and ids.
///
/// Kept are the numbers that name something: a status, an errno, `AH01102`, the code of a character, and `-1`, which says
/// that something never happened. Whatever stays and differs is something by which the failures could be told apart.
enum LineShape {
    static func of(_ line: String, name: String) -> String {
        var text = line.replacing(name, with: "*")
        text = text.replacing(name.replacing("-", with: "_"), with: "*")
        text = text.replacing(#/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}/#, with: "#")
        // The directory and the file names of this run of the lab, Caddy's and Apache's ids.
        text = text.replacing(#/goodgate-lab-[0-9a-z]+/#, with: "lab")
        // The method is the scenario's. Go writes headers in any order, and names its package by the version of HTTP.
        text = text.replacing(#/"(?:GET|POST)/#, with: "\"*")
        text = text.replacing(#/"(?:resp_)?headers":\{[^{}]*\}/#, with: "headers")
        text = text.replacing(#/net\/http: |http2: /#, with: "")
        // The host's name is the scenario's too.
        text = text.replacing(#/\*\.lab\.test:[0-9]+/#, with: "localhost")
        // The names in the lab's certificates.
        text = text.replacing(#/\[subject: [^\]]*\]/#, with: "[subject]")
        text = text.replacing(#/"err_id":"[^"]*"/#, with: "#")
        text = text.replacing(#/\[id [^\]]*\]/#, with: "[#]")
        text = text.replacing(#/ [0-9]+ [A-Za-z0-9+\/]{11}$/#, with: " 0 #")
        return Self.withoutNumbers(text)
    }

    /// Numbers that name something come first: a match of theirs is kept as it is.
    private static func withoutNumbers(_ text: String) -> String {
        let number = #/-?[0-9]+(?:\.[0-9]+)?/#
        let naming = #/AH[0-9]{5}|0x[0-9a-f]{2}|\\x[0-9a-fA-F]{2}|\([0-9]+[):]|errno [0-9]+|err=[0-9]+/#
        let status =
            #/HTTP\/1\.1" [0-9]{3} |"[1-5][0-9]{2}"|"(?:status|response_code)":[0-9]+|\/-?[0-9]+ (?:[0-9]{3}|-1) (?=[0-9])/#
        var kept = ""
        var rest = text[...]
        while let found = rest.firstMatch(of: number) {
            let candidates = [rest.firstMatch(of: naming)?.range, rest.firstMatch(of: status)?.range].compactMap(\.self)
            let name = candidates.filter { $0.lowerBound <= found.range.lowerBound || $0.overlaps(found.range) }
                .min { $0.lowerBound < $1.lowerBound }
            let range = name ?? found.range
            kept += rest[..<range.lowerBound]
            if let name {
                kept += Self.withoutTimer(rest[name])
            } else {
                kept += rest[range] == "-1" ? "-1" : "0"
            }
            rest = rest[range.upperBound...]
        }
        return kept + rest
    }

    /// HAProxy's status is known by the last timer before it, which is a number like any other.
    private static func withoutTimer(_ text: Substring) -> String {
        guard text.first == "/", let space = text.firstIndex(of: " ") else { return String(text) }
        return (text.dropFirst().hasPrefix("-1 ") ? "/-1" : "/0") + text[space...]
    }
}
