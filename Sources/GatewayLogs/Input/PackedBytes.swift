/// The packed bytes of a file, a piece at a time, for those who unpack them.
struct PackedBytes {
    private(set) var bytes: [UInt8]
    /// What of `bytes` has come from the file, and what of that was unpacked.
    private(set) var filled = 0
    var used = 0
    let file: FileBytes

    init(_ file: FileBytes, room: Int) {
        self.file = file
        self.bytes = [UInt8](repeating: 0, count: room)
    }

    /// Reads on where all was used; false at the end of the file.
    ///
    /// - Parameter isInside: whether something was begun that the end would cut off.
    mutating func refill(isInside: Bool) throws(InputProblem) -> Bool {
        guard self.used == self.filled else { return true }
        self.filled = try self.file.read(into: &self.bytes, at: 0, count: self.bytes.count)
        self.used = 0
        guard self.filled == 0 else { return true }
        guard !isInside else { throw InputProblem(place: "", message: "the compressed data ends too early") }
        return false
    }
}
