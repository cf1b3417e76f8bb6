#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Address space that is set aside at once and becomes memory piece by piece, from its start.
///
/// What is not open yet costs no memory, and reading or writing it ends the program. Knows nothing of what lies in it.
@safe
internal final class AddressRange {
    // SAFETY: `start` is the start of a mapping of `size` bytes that is ours until deinit; its first `opened` bytes may
    // be read and written.
    internal let start: UnsafeMutableRawPointer
    private let size: Int
    private var opened = 0

    /// Ends the program where there is no room for that many addresses, which is at the start of a worker.
    internal init(bytes: Int) {
        let page = Int(getpagesize())
        self.size = (bytes + page - 1) / page * page
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let mapping = unsafe mmap(nil, self.size, PROT_NONE, flags, -1, 0)
        guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
            preconditionFailure("no room for \(bytes) bytes of addresses: raise the limit (ulimit -v)")
        }
        unsafe self.start = mapping
    }

    deinit { unsafe munmap(self.start, self.size) }

    /// Makes memory of the first `bytes`, all zero where it was not open before; false when there is none.
    internal func open(_ bytes: Int) -> Bool {
        let page = Int(getpagesize())
        let end = min(self.size, (bytes + page - 1) / page * page)
        guard end > self.opened else { return true }
        // SAFETY: `opened` and `end` are multiples of a page within the mapping.
        guard unsafe mprotect(self.start + self.opened, end - self.opened, PROT_READ | PROT_WRITE) == 0 else {
            return false
        }
        self.opened = end
        return true
    }
}
