/// A value with an address of its own, reachable from a worker without an exclusivity check per access.
///
/// Confined to one worker: not `Sendable`.
@safe
public final class Cell<Value: ~Copyable> {
    // SAFETY: `pointer` owns one initialised value from init to deinit.
    @usableFromInline internal let pointer: UnsafeMutablePointer<Value>

    public init(_ value: consuming Value) {
        unsafe self.pointer = .allocate(capacity: 1)
        unsafe self.pointer.initialize(to: value)
    }

    deinit {
        unsafe self.pointer.deinitialize(count: 1)
        unsafe self.pointer.deallocate()
    }

    @inlinable
    public var value: Value {
        unsafeAddress { unsafe UnsafePointer(self.pointer) }
        unsafeMutableAddress { unsafe self.pointer }
    }
}
