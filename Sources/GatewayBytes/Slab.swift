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
        /// Slots made so far.
        @usableFromInline var slotCount = 0
        @usableFromInline var firstFree = UInt32.max
        @usableFromInline var inUse = 0

        init() {}
    }

    /// Slots that are made at a time.
    private static var step: Int { 256 }
    // One range of addresses for all slots there may ever be: a slot is found without a table of pages, which every
    // field of every exchange would go through.
    // SAFETY: `slots` is the start of `reservation`, address space that is ours until deinit. The first `slotCount`
    // slots are initialised and stay so; what lies behind them may be neither read nor written, so that a wrong index
    // below `limit` ends the program and touches nothing.
    @usableFromInline internal let slots: UnsafeMutablePointer<Slot>
    @usableFromInline internal let limit: Int
    @usableFromInline internal let state = Cell(State())
    private let reservation: AddressRange
    private let make: () -> Element

    /// - Parameter limit: the most values that can be in use at once.
    public init(limit: Int, make: @escaping () -> Element) {
        precondition(limit > 0 && limit < Int(UInt32.max))
        self.limit = limit
        let most = (limit + Self.step - 1) / Self.step * Self.step
        self.reservation = AddressRange(bytes: most * MemoryLayout<Slot>.stride)
        unsafe self.slots = self.reservation.start.bindMemory(to: Slot.self, capacity: most)
        self.make = make
    }

    deinit { unsafe self.slots.deinitialize(count: self.state.value.slotCount) }

    /// Values in use.
    @inlinable public var count: Int { self.state.value.inUse }

    /// Number of slots ever made; every index is below it.
    public var slotCount: Int { self.state.value.slotCount }

    /// Takes a slot into use, or returns nil at the limit.
    // Inlinable, as is `remove`: unspecialised they look their generic metadata up on every call.
    @inlinable
    public func insert() -> SlabKey? {
        if self.state.value.firstFree == .max, !self.addSlots() { return nil }
        let index = self.state.value.firstFree
        // SAFETY: a free slot is one that was made (see `slots`).
        let slot = unsafe self.slots + Int(index)
        self.state.value.firstFree = unsafe slot.pointee.nextFree
        self.state.value.inUse += 1
        unsafe slot.pointee.generation &+= 1
        return unsafe SlabKey(index: index, generation: slot.pointee.generation)
    }

    /// Gives the slot back; its value stays for the next owner to reset.
    @inlinable
    public func remove(_ key: SlabKey) {
        precondition(self.contains(key), "a slot is given back once, by its owner")
        // SAFETY: a slot in use is one that was made (see `slots`).
        let slot = unsafe self.slots + Int(key.index)
        unsafe slot.pointee.generation &+= 1
        unsafe slot.pointee.nextFree = self.state.value.firstFree
        self.state.value.firstFree = key.index
        self.state.value.inUse -= 1
    }

    /// Whether `key` still names a value in use.
    @inlinable
    public func contains(_ key: SlabKey) -> Bool {
        guard Int(key.index) < self.state.value.slotCount else { return false }
        // SAFETY: that slot was made (see `slots`).
        return unsafe self.slots[Int(key.index)].generation == key.generation
    }

    /// The key now in use at `index`, or nil.
    @inlinable
    public func key(at index: UInt32) -> SlabKey? {
        guard Int(index) < self.state.value.slotCount else { return nil }
        // SAFETY: that slot was made (see `slots`).
        let generation = unsafe self.slots[Int(index)].generation
        return generation & 1 == 1 ? SlabKey(index: index, generation: generation) : nil
    }

    @inlinable @inline(__always)
    internal func address(_ key: SlabKey) -> UnsafeMutablePointer<Element> {
        // SAFETY: within the reservation, of which only slots that were made can be read (see `slots`).
        let slot = unsafe self.slots + Int(key.index)
        guard Int(key.index) < self.limit, unsafe slot.pointee.generation == key.generation else {
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
    internal func addSlots() -> Bool {
        let first = self.state.value.slotCount
        guard first < self.limit, self.reservation.open((first + Self.step) * MemoryLayout<Slot>.stride) else {
            return false
        }
        // The last ones may lie beyond the limit; they are made, but never handed out.
        for index in first..<first + Self.step {
            // Chained so that low indices are handed out first.
            let isLast = index + 1 == first + Self.step || index + 1 >= self.limit
            let next = isLast ? UInt32.max : UInt32(index + 1)
            // SAFETY: opened above, and not yet initialised.
            unsafe (self.slots + index).initialize(to: Slot(generation: 0, nextFree: next, element: self.make()))
        }
        self.state.value.firstFree = UInt32(first)
        self.state.value.slotCount += Self.step
        return true
    }
}
