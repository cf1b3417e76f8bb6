/// Why a text is not a value, in words for the operator; the reader adds the place.
struct ValueError: Error, Hashable {
    let message: String
    let fix: String?

    init(_ message: String, fix: String? = nil) {
        self.message = message
        self.fix = fix
    }
}
