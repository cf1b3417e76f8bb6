/// One directive of an nginx configuration: its name, its arguments without quotes, and its line from 1.
struct NginxDirective: Hashable, Sendable {
    var words: [String]
    var line: Int

    var name: String { self.words.first ?? "" }
    var arguments: ArraySlice<String> { self.words.dropFirst() }
}
