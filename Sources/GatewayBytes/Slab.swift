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
    @inlinable public static var none: SlabKey { SlabKey(index: .max, generation: 0) }
    @inlinable public var isNone: Bool { self.index == .max }
}

/// Values at stable addresses, found by index and generation instead of by reference.
///
/// Values are created once per slot and reused: `insert` hands out a slot whose value is whatever the last owner
/// left, so the owner resets it (and keeps its buffers). No reference counting, and an address kept too long is
/// noticed instead of reaching somebody else's connection. Confined to one worker: not `Sendable`.
@safe
public final class Slab<Element: ~Copyable> {
    @usableFromInline
    internal struct Slot: ~Copyable {
        /// Odd while in use.
        ///
        /// Beside the value, so that the check costs no cache line of its own.
        @usableFromInline var generation: UInt32
        /// The next free slot's index, while free.
        @usableFromInline var nextFree: UInt32
        @usableFromInline var element: Element

        @usableFromInline
        init(generation: UInt32, nextFree: UInt32, element: consuming Element) {
            self.generation = generation
            self.nextFree = nextFree
            self.element = element
        }
    }

    /// What changes: in one heap cell, because a stored property of a class costs an exclusivity check per access.
    @usableFromInline
    internal struct State {
        @usableFromInline var pageCount = 0
        @usableFromInline var firstFree = UInt32.max
        @usableFromInline var inUse = 0

        init() {}
    }

    /// Slots per page; a page never moves.
    @usableFromInline internal static var pageSize: Int { 256 }
    // SAFETY: `pages` has room for `pageLimit` pointers for the slab's life, all initialised, nil from `pageCount` on;
    // the others each point to `pageSize` initialised slots that stay until deinit.
    @usableFromInline internal let pages: UnsafeMutablePointer<UnsafeMutablePointer<Slot>?>
    @usableFromInline internal let pageLimit: Int
    private let limit: Int
    @usableFromInline internal let state = Cell(State())
    private let make: () -> Element

    /// - Parameter limit: the most values that can be in use at once.
    public init(limit: Int, make: @escaping () -> Element) {
        precondition(limit > 0 && limit < Int(UInt32.max))
        self.limit = limit
        self.pageLimit = (limit + Self.pageSize - 1) / Self.pageSize
        unsafe self.pages = .allocate(capacity: self.pageLimit)
        unsafe self.pages.initialize(repeating: nil, count: self.pageLimit)
        self.make = make
    }

    deinit {
        for index in 0..<self.state.value.pageCount {
            guard let page = unsafe self.pages[index] else { continue }
            unsafe page.deinitialize(count: Self.pageSize)
            unsafe page.deallocate()
        }
        unsafe self.pages.deallocate()
    }

    /// Values in use.
    @inlinable public var count: Int { self.state.value.inUse }

    /// Number of slots ever made; every index is below it.
    public var slotCount: Int { self.state.value.pageCount * Self.pageSize }

    /// The slot of `index`, or nil when there never was one.
    @inlinable @inline(__always)
    internal func slot(_ index: UInt32) -> UnsafeMutablePointer<Slot>? {
        let page = Int(index) / Self.pageSize
        // SAFETY: bounded by `pageLimit`; an existing page has `pageSize` slots.
        guard page < self.pageLimit, let base = unsafe self.pages[page] else { return nil }
        return unsafe base + Int(index) % Self.pageSize
    }

    /// Takes a slot into use, or returns nil at the limit.
    // Inlinable, as is `remove`: unspecialised they look their generic metadata up on every call.
    @inlinable
    public func insert() -> SlabKey? {
        if self.state.value.firstFree == .max, !self.addPage() { return nil }
        let index = self.state.value.firstFree
        guard let slot = unsafe self.slot(index) else { return nil }
        // SAFETY: `slot` points to an initialised slot (see `pages`).
        self.state.value.firstFree = unsafe slot.pointee.nextFree
        self.state.value.inUse += 1
        unsafe slot.pointee.generation &+= 1
        return unsafe SlabKey(index: index, generation: slot.pointee.generation)
    }

    /// Gives the slot back; its value stays for the next owner to reset.
    @inlinable
    public func remove(_ key: SlabKey) {
        guard let slot = unsafe self.slot(key.index), unsafe slot.pointee.generation == key.generation else {
            preconditionFailure("a slot is given back once, by its owner")
        }
        // SAFETY: `slot` points to an initialised slot (see `pages`).
        unsafe slot.pointee.generation &+= 1
        unsafe slot.pointee.nextFree = self.state.value.firstFree
        self.state.value.firstFree = key.index
        self.state.value.inUse -= 1
    }

    /// Whether `key` still names a value in use.
    @inlinable
    public func contains(_ key: SlabKey) -> Bool {
        guard let slot = unsafe self.slot(key.index) else { return false }
        return unsafe slot.pointee.generation == key.generation
    }

    /// The key now in use at `index`, or nil.
    @inlinable
    public func key(at index: UInt32) -> SlabKey? {
        guard let slot = unsafe self.slot(index), unsafe slot.pointee.generation & 1 == 1 else { return nil }
        return unsafe SlabKey(index: index, generation: slot.pointee.generation)
    }

    @inlinable @inline(__always)
    internal func address(_ key: SlabKey) -> UnsafeMutablePointer<Element> {
        guard let slot = unsafe self.slot(key.index), unsafe slot.pointee.generation == key.generation else {
            preconditionFailure("the slot was given back")
        }
        // SAFETY: the slot is initialised and never moves; `element` follows two words of four bytes, aligned up.
        let alignment = MemoryLayout<Element>.alignment
        let offset = (2 * MemoryLayout<UInt32>.size + alignment - 1) & ~(alignment - 1)
        return unsafe (UnsafeMutableRawPointer(slot) + offset).assumingMemoryBound(to: Element.self)
    }

    @inlinable
    public subscript(_ key: SlabKey) -> Element {
        // SAFETY (both): see `address`.
        unsafeAddress { unsafe UnsafePointer(self.address(key)) }
        unsafeMutableAddress { unsafe self.address(key) }
    }

    @usableFromInline
    internal func addPage() -> Bool {
        let number = self.state.value.pageCount
        guard number < self.pageLimit else { return false }
        let page = UnsafeMutablePointer<Slot>.allocate(capacity: Self.pageSize)
        let first = UInt32(number * Self.pageSize)
        // The last page may reach beyond the limit; what does is made, but never handed out.
        let usable = min(Self.pageSize, self.limit - Int(first))
        for offset in 0..<Self.pageSize {
            // Chained so that low indices are handed out first.
            let next = offset + 1 < usable ? first + UInt32(offset) + 1 : UInt32.max
            unsafe (page + offset).initialize(to: Slot(generation: 0, nextFree: next, element: self.make()))
        }
        unsafe self.pages[number] = page
        self.state.value.firstFree = first
        self.state.value.pageCount += 1
        return true
    }
}
