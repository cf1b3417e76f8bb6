#if canImport(Glibc)
public import Glibc
#elseif canImport(Musl)
public import Musl
#endif

/// Owned bytes between two offsets: what was read and not yet consumed, or written and not yet sent.
///
/// Holds no memory while released, so that an idle connection costs only these few words. Memory comes from a
/// `BlockPool` where one is given, else from malloc. Not responsible for I/O: the reactor reads into and writes
/// from it. Every access outside this file goes through spans and checked offsets.
// SAFETY of Sendable: the memory belongs to this value alone, and a value that cannot be copied is in one place.
@safe
public struct Buffer: ~Copyable, @unchecked Sendable {
    // SAFETY: `base` points to `capacity` bytes from malloc, or is nil when `capacity` is 0; only bytes in
    // `0..<end` were written, and `0 <= start <= end <= capacity` holds after every mutation.
    @usableFromInline internal var base: UnsafeMutablePointer<UInt8>?
    @usableFromInline internal var allocated: Int32
    @usableFromInline internal var start: Int32
    @usableFromInline internal var end: Int32

    /// An empty buffer that holds no memory.
    @inlinable
    public init() {
        unsafe self.base = nil
        self.allocated = 0
        self.start = 0
        self.end = 0
    }

    @inlinable
    deinit {
        unsafe free(self.base)
    }

    /// Bytes that can be read.
    @inlinable public var count: Int { Int(self.end &- self.start) }
    @inlinable public var isEmpty: Bool { self.end == self.start }
    /// Bytes that can be appended without growing or compacting.
    @inlinable public var freeCount: Int { Int(self.allocated &- self.end) }
    /// Bytes of memory held.
    @inlinable public var capacity: Int { Int(self.allocated) }

    /// The readable bytes.
    @inlinable
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            // SAFETY: `start..<end` is initialised and lives as long as `self` is borrowed.
            let pointer = unsafe UnsafeBufferPointer(
                start: self.base.map { unsafe UnsafePointer($0 + Int(self.start)) },
                count: self.count
            )
            return unsafe _overrideLifetime(Span(_unsafeElements: pointer), borrowing: self)
        }
    }

    /// Lends the readable bytes to `body`: for a buffer in a slab, where a span's lifetime cannot be followed.
    @inlinable @inline(__always)
    public borrowing func withSpan<Result: ~Copyable, Failure>(
        _ body: (borrowing Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.span)
    }

    // MARK: - Growing

    /// Makes room for `bytes` more: first by moving what is readable to the front, then by growing.
    @inlinable
    public mutating func reserve(_ bytes: Int) {
        if self.freeCount < bytes { self.makeRoom(bytes) }
    }

    @usableFromInline
    internal mutating func makeRoom(_ bytes: Int) {
        let readable = self.count
        precondition(bytes >= 0 && bytes <= 1 << 30 - readable, "a buffer never grows past 1 GiB")
        // SAFETY: `readable` bytes from `start` are initialised; memmove allows overlap; realloc keeps the prefix.
        if self.start > 0, let base = unsafe self.base {
            unsafe memmove(base, base + Int(self.start), readable)
            self.start = 0
            self.end = Int32(readable)
        }
        guard self.freeCount < bytes else { return }
        var size = max(256, Int(self.allocated))
        while size < readable + bytes { size *= 2 }
        guard let grown = unsafe realloc(self.base, size) else {
            fatalError("out of memory growing a buffer to \(size) bytes")
        }
        unsafe self.base = grown.assumingMemoryBound(to: UInt8.self)
        self.allocated = Int32(size)
    }

    // MARK: - Appending

    @inlinable
    public mutating func append(_ byte: UInt8) {
        self.reserve(1)
        // SAFETY: `reserve` left at least one byte after `end`.
        unsafe self.base.unsafelyUnwrapped[Int(self.end)] = byte
        self.end &+= 1
    }

    @inlinable
    public mutating func append(_ bytes: borrowing Span<UInt8>) {
        let count = bytes.count
        guard count > 0 else { return }
        self.reserve(count)
        // SAFETY: `reserve` left `count` bytes after `end`; a span never overlaps memory owned mutably here.
        unsafe bytes.withUnsafeBufferPointer { source in
            _ = unsafe memcpy(self.base.unsafelyUnwrapped + Int(self.end), source.baseAddress.unsafelyUnwrapped, count)
        }
        self.end &+= Int32(truncatingIfNeeded: count)
    }

    /// Appends `bytes[offset..<offset + count]`; traps when that is out of bounds.
    @inlinable
    public mutating func append(_ bytes: borrowing Span<UInt8>, from offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0 && offset <= bytes.count && count <= bytes.count &- offset)
        guard count > 0 else { return }
        self.reserve(count)
        // SAFETY: the precondition bounds the source, `reserve` the destination.
        unsafe bytes.withUnsafeBufferPointer { source in
            _ = unsafe memcpy(
                self.base.unsafelyUnwrapped + Int(self.end),
                source.baseAddress.unsafelyUnwrapped + offset,
                count
            )
        }
        self.end &+= Int32(truncatingIfNeeded: count)
    }

    /// Appends all that is readable in `other`.
    @inlinable
    public mutating func append(_ other: borrowing Buffer) {
        self.append(other.span)
    }

    /// Appends `count` readable bytes of `other` from `offset` on.
    @inlinable
    public mutating func append(_ other: borrowing Buffer, from offset: Int, count: Int) {
        self.append(other.span, from: offset, count: count)
    }

    @inlinable
    public mutating func append(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        guard count > 0 else { return }
        self.reserve(count)
        // SAFETY: a pointer-backed StaticString lives for the whole process; `reserve` bounds the destination.
        precondition(text.hasPointerRepresentation)
        _ = unsafe memcpy(self.base.unsafelyUnwrapped + Int(self.end), text.utf8Start, count)
        self.end &+= Int32(truncatingIfNeeded: count)
    }

    @inlinable
    public mutating func append(_ bytes: [UInt8]) {
        self.append(bytes.span)
    }

    /// Appends the UTF-8 of `text`. Not for the hot path.
    // Labelled, because a literal would otherwise become a String here instead of a StaticString above.
    public mutating func append(text: String) {
        var text = text
        text.withUTF8 { bytes in self.append(unsafe Span(_unsafeElements: bytes)) }
    }

    /// Appends `value` in decimal.
    @inlinable
    public mutating func append(decimal value: some BinaryInteger & FixedWidthInteger) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        // Octets of addresses and status codes: most numbers of a head.
        if rest < 1000 { return self.append(smallDecimal: UInt32(truncatingIfNeeded: rest)) }
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        } while rest > 0
        self.append(digits.span, from: first, count: 20 - first)
    }

    /// Appends a number of at most three digits.
    @inlinable
    internal mutating func append(smallDecimal value: UInt32) {
        assert(value < 1000)
        self.reserve(3)
        let zero = UInt8(ascii: "0")
        let count: Int32 = value < 10 ? 1 : value < 100 ? 2 : 3
        // SAFETY: `reserve` left at least three bytes after `end`, and `count` is at most three.
        let target = unsafe self.base.unsafelyUnwrapped + Int(self.end)
        if count == 3 { unsafe target[0] = UInt8(truncatingIfNeeded: value / 100) &+ zero }
        if count >= 2 { unsafe target[Int(count) - 2] = UInt8(truncatingIfNeeded: value / 10 % 10) &+ zero }
        unsafe target[Int(count) - 1] = UInt8(truncatingIfNeeded: value % 10) &+ zero
        self.end &+= count
    }

    /// Appends `value` in lower-case hexadecimal without leading zeros.
    @inlinable
    public mutating func append(hex value: UInt64) {
        var shift = max(0, (63 - value.leadingZeroBitCount) / 4 * 4)
        while true {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
            self.append(digit < 10 ? digit &+ UInt8(ascii: "0") : digit &- 10 &+ UInt8(ascii: "a"))
            if shift == 0 { return }
            shift -= 4
        }
    }

    // MARK: - Consuming

    /// Drops the first `bytes` readable bytes; traps when there are fewer.
    @inlinable
    public mutating func consume(_ bytes: Int) {
        precondition(bytes >= 0 && bytes <= self.count, "cannot consume more than is readable")
        self.start &+= Int32(truncatingIfNeeded: bytes)
        if self.start == self.end {
            self.start = 0
            self.end = 0
        }
    }

    /// Drops `count` readable bytes from `offset` on and closes the gap.
    @inlinable
    public mutating func remove(at offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0 && offset + count <= self.count, "cannot remove more than is readable")
        let rest = self.count - offset - count
        if rest > 0, count > 0, let base = unsafe self.base {
            // SAFETY: both ranges lie inside `start..<end` by the precondition; memmove allows overlap.
            let target = unsafe base + Int(self.start) + offset
            unsafe memmove(target, target + count, rest)
        }
        self.end &-= Int32(truncatingIfNeeded: count)
    }

    /// Drops everything after the first `bytes` readable bytes.
    @inlinable
    public mutating func truncate(to bytes: Int) {
        precondition(bytes >= 0 && bytes <= self.count, "cannot truncate to more than is readable")
        self.end = self.start &+ Int32(truncatingIfNeeded: bytes)
    }

    /// Forgets the bytes and keeps the memory.
    @inlinable
    public mutating func clear() {
        self.start = 0
        self.end = 0
    }

    /// Forgets the bytes and frees the memory.
    public mutating func release() {
        unsafe free(self.base)
        unsafe self.base = nil
        self.allocated = 0
        self.clear()
    }

    /// Gives back the memory behind the last readable byte, for bytes that are kept long and grow no more.
    public mutating func trim() {
        guard self.count > 0 else { return self.release() }
        // SAFETY: everything readable moves to the front; realloc keeps the `end` bytes that stay.
        if self.start > 0, let base = unsafe self.base {
            let readable = self.count
            unsafe memmove(base, base + Int(self.start), readable)
            self.start = 0
            self.end = Int32(readable)
        }
        guard self.allocated > self.end, let shrunk = unsafe realloc(self.base, Int(self.end)) else { return }
        unsafe self.base = shrunk.assumingMemoryBound(to: UInt8.self)
        self.allocated = self.end
    }

    // MARK: - For the reactor

    /// Lets `fill` write into the free bytes and say how many it wrote.
    ///
    /// - Safety: `fill` must have initialised as many leading bytes as it returns.
    @unsafe @inlinable
    public mutating func unsafeFill(_ fill: (UnsafeMutableRawPointer, Int) -> Int) -> Int {
        // SAFETY: the closure sees exactly the free tail; the precondition keeps `end` inside it.
        guard let base = unsafe self.base else { return 0 }
        let written = unsafe fill(UnsafeMutableRawPointer(base + Int(self.end)), self.freeCount)
        precondition(written <= self.freeCount)
        if written > 0 { self.end &+= Int32(truncatingIfNeeded: written) }
        return written
    }
}
