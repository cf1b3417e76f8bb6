/// Names for the bytes that delimit.
internal enum Ascii {
    internal static var htab: UInt8 { 0x09 }
    internal static var lf: UInt8 { 0x0a }
    internal static var cr: UInt8 { 0x0d }
    internal static var sp: UInt8 { 0x20 }
}
