extension ConfigurationKey.Kind {
    /// What may be written, for the documentation and for messages.
    var words: String {
        switch self {
        case .integer(let range, let word):
            "number from \(range.lowerBound) to \(range.upperBound)\(word.map { ", or `\($0)`" } ?? "")"
        case .size(let range, let offAllowed):
            "size from `\(SizeText.text(range.lowerBound))` to `\(SizeText.text(range.upperBound))`"
                + (offAllowed ? ", or `off`" : "")
        case .duration(let range, let offAllowed):
            "duration up to `\(range.upperBound)`" + (offAllowed ? ", or `off`" : "")
        case .percent(let range): "percentage from `\(range.lowerBound)%` to `\(range.upperBound)%`"
        case .onOff: "`on` or `off`"
        case .choice(let words, _): words.map { "`\($0)`" }.joined(separator: ", ")
        case .text(let form): form.words
        case .texts(let form): "\(form.words); or a list of these"
        case .section(let short): short.map { "\($0.kind.words); or a mapping" } ?? "mapping"
        case .sections(let short):
            short.map { "\($0.kind.words); or a mapping; or a list of these" } ?? "list of mappings"
        }
    }
}
