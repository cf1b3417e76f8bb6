#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Address of a value in a `Slab`: an index, and the generation that makes an outdated address miss.
public struct SlabKey: Hashable, Sendable, BitwiseCopyable {
    public let index: UInt32
    public let generation: UInt32

    @inlinable
    public init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }

    /// The address of nothing.
    public static let none = SlabKey(index: .max, generation: 0)
    @inlinable public var isNone: Bool { self.index == .max }
}

/// Values at stable addresses, found by index and generation instead of by reference.
///
/// Values are created once per slot and reused: `insert` hands out a slot whose value is whatever the last owner
/// left, so the owner resets it (and keeps its buffers). No reference counting, and an address kept too long is
/// noticed instead of reaching somebody else's connection. Confined to one worker: not `Sendable`.
@safe
public final class Slab<Element: ~Copyable> {
    /// Slots per page; a page never moves.
    @usableFromInline internal static var pageSize: Int { 256 }
    // SAFETY: `pages` has room for `pageLimit` pointers and is never reallocated; the first `pageCount` each point
    // to `pageSize` initialised elements that stay until deinit.
    @usableFromInline internal let pages: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    @usableFromInline internal var generations: ContiguousArray<UInt32> = []
    private var free: ContiguousArray<UInt32> = []
    private let make: () -> Element
    private let pageLimit: Int
    private var pageCount = 0
    /// Values in use.
    public private(set) var count = 0

    /// - Parameter limit: the most values that can be in use at once.
    public init(limit: Int, make: @escaping () -> Element) {
        precondition(limit > 0 && limit < Int(UInt32.max))
        self.pageLimit = (limit + Self.pageSize - 1) / Self.pageSize
        unsafe self.pages = .allocate(capacity: self.pageLimit)
        self.make = make
    }

    deinit {
        for page in 0..<self.pageCount {
            unsafe self.pages[page].deinitialize(count: Self.pageSize)
            unsafe self.pages[page].deallocate()
        }
        unsafe self.pages.deallocate()
    }

    /// Takes a slot into use, or returns nil at the limit.
    public func insert() -> SlabKey? {
        if self.free.isEmpty, !self.addPage() { return nil }
        guard let index = self.free.popLast() else { return nil }
        self.count += 1
        // An odd generation is in use, an even one is free.
        self.generations[Int(index)] &+= 1
        return SlabKey(index: index, generation: self.generations[Int(index)])
    }

    /// Gives the slot back; its value stays for the next owner to reset.
    public func remove(_ key: SlabKey) {
        precondition(self.contains(key), "a slot is given back once, by its owner")
        self.generations[Int(key.index)] &+= 1
        self.free.append(key.index)
        self.count -= 1
    }

    /// Whether `key` still names a value in use.
    @inlinable
    public func contains(_ key: SlabKey) -> Bool {
        Int(key.index) < self.generations.count && self.generations[Int(key.index)] == key.generation
    }

    /// The key now in use at `index`, or nil.
    public func key(at index: UInt32) -> SlabKey? {
        guard Int(index) < self.generations.count, self.generations[Int(index)] & 1 == 1 else { return nil }
        return SlabKey(index: index, generation: self.generations[Int(index)])
    }

    /// Number of slots ever made; every index is below it.
    public var slotCount: Int { self.generations.count }

    @inlinable
    public subscript(_ key: SlabKey) -> Element {
        // SAFETY (both): `contains` implies that the page exists; pages are initialised whole and never move.
        unsafeAddress {
            precondition(self.contains(key), "the slot was given back")
            return unsafe UnsafePointer(self.pages[Int(key.index) / Self.pageSize] + Int(key.index) % Self.pageSize)
        }
        unsafeMutableAddress {
            precondition(self.contains(key), "the slot was given back")
            return unsafe self.pages[Int(key.index) / Self.pageSize] + Int(key.index) % Self.pageSize
        }
    }

    private func addPage() -> Bool {
        guard self.pageCount < self.pageLimit else { return false }
        let page = UnsafeMutablePointer<Element>.allocate(capacity: Self.pageSize)
        for slot in 0..<Self.pageSize { unsafe (page + slot).initialize(to: self.make()) }
        unsafe (self.pages + self.pageCount).initialize(to: page)
        let first = UInt32(self.pageCount * Self.pageSize)
        self.pageCount += 1
        self.generations.append(contentsOf: repeatElement(0, count: Self.pageSize))
        // Reversed, so that low indices are handed out first.
        for index in (first..<first + UInt32(Self.pageSize)).reversed() { self.free.append(index) }
        return true
    }
}
