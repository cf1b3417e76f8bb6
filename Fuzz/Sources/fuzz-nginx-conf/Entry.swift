import LogChecks

/// What libFuzzer calls for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // SAFETY: libFuzzer passes `count` readable bytes.
    LogChecks.nginxConfiguration(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
