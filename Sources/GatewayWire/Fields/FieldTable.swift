/// The field lines of one section in the order they came.
///
/// Keeps its memory when emptied, so that a table that is reused stops allocating. Remembers which known names
/// occur, so that asking for an absent one costs one test. Not responsible for the bytes.
public struct FieldTable: Sendable {
    @usableFromInline internal var slots: ContiguousArray<FieldSlot>
    /// Bit n is set when the known field with raw value n occurs at least once.
    @usableFromInline internal var present: UInt64 = 0

    public init() {
        self.slots = []
    }

    @inlinable public var count: Int { self.slots.count }
    @inlinable public var isEmpty: Bool { self.slots.isEmpty }

    @inlinable
    public subscript(_ index: Int) -> FieldSlot {
        self.slots[index]
    }

    /// Whether a field of this name occurs.
    @inlinable
    public func contains(_ field: KnownField) -> Bool {
        self.present & (1 << UInt64(field.rawValue)) != 0
    }

    /// The first field of this name.
    @inlinable
    public func first(_ field: KnownField) -> FieldSlot? {
        guard self.contains(field) else { return nil }
        for index in 0..<self.slots.count where self.slots[index].known == field { return self.slots[index] }
        return nil
    }

    @inlinable
    public mutating func append(_ slot: FieldSlot) {
        self.slots.append(slot)
        self.present |= 1 << UInt64(slot.known.rawValue)
    }

    /// Empties the table and keeps its memory.
    @inlinable
    public mutating func removeAll() {
        self.slots.removeAll(keepingCapacity: true)
        self.present = 0
    }
}
