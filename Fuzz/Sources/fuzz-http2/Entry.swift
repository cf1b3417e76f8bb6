import WireChecks

/// What libFuzzer calls for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // SAFETY: libFuzzer passes `count` readable bytes.
    Checks.http2(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
