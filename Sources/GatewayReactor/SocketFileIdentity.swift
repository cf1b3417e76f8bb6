/// Tells a file from another one of the same name.
public struct SocketFileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
}
