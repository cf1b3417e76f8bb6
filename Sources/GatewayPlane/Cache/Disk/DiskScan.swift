internal import GatewayCore

/// How far the directory has been looked through.
struct DiskScan {
    private var folder = 0
    private var names: [DiskName] = []

    init() {}

    var isDone: Bool { self.folder == DiskName.folderCount && self.names.isEmpty }

    /// The number of the folder to list next; nil while names of the one before are left.
    mutating func nextFolder() -> Int? {
        guard self.names.isEmpty, self.folder < DiskName.folderCount else { return nil }
        self.folder += 1
        return self.folder - 1
    }

    mutating func found(_ names: [DiskName]) { self.names = names }

    /// The next names to look at.
    mutating func take(_ most: Int) -> ArraySlice<DiskName> {
        let taken = self.names.suffix(most)
        self.names.removeLast(taken.count)
        return taken
    }
}
