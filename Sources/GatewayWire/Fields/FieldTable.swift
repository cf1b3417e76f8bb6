/// The field lines of one section in the order they came.
///
/// Keeps its memory when emptied, so that a table that is reused stops allocating. Remembers which known names
/// occur, so that asking for an absent one costs one test. Not responsible for the bytes.
public struct FieldTable: Sendable {
    /// The fields, and after the first `used` of them what an earlier section left: overwriting a slot is cheaper
    /// than removing and appending it.
    @usableFromInline internal var slots: ContiguousArray<FieldSlot>
    /// Field lines in the section.
    @usableFromInline internal var used = 0
    /// The `KnownField.bit`s of the names that occur.
    @usableFromInline internal var present: UInt64 = 0
    /// The `KnownField.bit`s of the names that occur more than once.
    @usableFromInline internal var repeated: UInt64 = 0

    public init() {
        self.slots = []
    }

    @inlinable public var count: Int { self.used }
    @inlinable public var isEmpty: Bool { self.count == 0 }

    @inlinable
    public subscript(_ index: Int) -> FieldSlot {
        precondition(index < self.count, "no such field line")
        return self.slots[index]
    }

    /// Whether a field of this name occurs.
    @inlinable
    public func contains(_ field: KnownField) -> Bool {
        self.present & field.bit != 0
    }

    /// Whether a field occurs whose `KnownField.bit` is in `bits`.
    @inline(__always)
    internal func containsAny(_ bits: UInt64) -> Bool {
        self.present & bits != 0
    }

    /// Whether more than one field of this name occurs.
    @inlinable
    public func repeats(_ field: KnownField) -> Bool {
        self.repeated & field.bit != 0
    }

    /// The first field of this name.
    @inlinable
    public func first(_ field: KnownField) -> FieldSlot? {
        guard self.contains(field) else { return nil }
        for index in 0..<self.count where self.slots[index].known == field { return self.slots[index] }
        return nil
    }

    @inlinable
    public mutating func append(_ slot: FieldSlot) {
        if self.count < self.slots.count {
            self.slots[self.count] = slot
        } else {
            self.slots.append(slot)
        }
        self.used &+= 1
        let bit = slot.known.bit
        self.repeated |= self.present & bit
        self.present |= bit
    }

    /// Empties the table and keeps its memory.
    @inlinable
    public mutating func removeAll() {
        self.used = 0
        self.present = 0
        self.repeated = 0
    }

    /// Makes the field at `index` end here.
    internal mutating func endAtThisHop(_ index: Int) {
        precondition(index < self.count, "no such field line")
        self.slots[index].isHopByHop = true
    }
}
