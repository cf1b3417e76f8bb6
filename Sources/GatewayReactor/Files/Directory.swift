internal import CGatewaySystem

/// An open directory and what can be done with the names in it.
///
/// Names are single components, and no symbolic link is followed there, so that who can write beside a file of ours cannot make
/// us read or write another one. Every call may wait for the disk: for threads of their own only.
@safe
public struct Directory: ~Copyable, Sendable {
    internal let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Opens what the administrator named; where that is a link, it is meant.
    public init(path: String) throws(SystemError) {
        // SAFETY: the C string lives across the call.
        let descriptor = unsafe path.withCString { unsafe gg_open_named_directory($0) }
        guard descriptor >= 0 else { throw SystemError("open") }
        self.init(descriptor: descriptor)
    }

    deinit { _ = close(self.descriptor) }

    /// Opens the directory `name` in this one.
    public borrowing func directory(_ name: String) throws(SystemError) -> Directory {
        // SAFETY: the C string lives across the call.
        let opened = unsafe name.withCString { unsafe gg_open_directory(self.descriptor, $0) }
        guard opened >= 0 else { throw SystemError("open") }
        return Directory(descriptor: opened)
    }

    /// The same, made with mode 0700 when it is not there.
    public borrowing func makeDirectory(_ name: String) throws(SystemError) -> Directory {
        // SAFETY: the C string lives across the call.
        let result = unsafe name.withCString { unsafe gg_make_directory(self.descriptor, $0) }
        guard result == 0 || gg_errno() == EEXIST else { throw SystemError("mkdir") }
        return try self.directory(name)
    }

    /// Whether it is ours and nobody else may write into it.
    public borrowing func isPrivate() -> Bool { gg_is_private(self.descriptor) == 1 }

    /// Opens the regular file `name`; anything else under that name is an error.
    public borrowing func file(_ name: String) throws(SystemError) -> ReadableFile {
        // SAFETY: the C string lives across the call.
        let opened = unsafe name.withCString { unsafe gg_open_entry(self.descriptor, $0) }
        guard opened >= 0 else { throw SystemError("open") }
        return try ReadableFile(descriptor: opened)
    }

    /// Makes the file `name` with mode 0600; it is an error when there is one.
    public borrowing func makeFile(_ name: String) throws(SystemError) -> WritableFile {
        // SAFETY: the C string lives across the call.
        let opened = unsafe name.withCString { unsafe gg_create_entry(self.descriptor, $0) }
        guard opened >= 0 else { throw SystemError("open") }
        return WritableFile(descriptor: opened)
    }

    /// Gives the file another name; a file that had it is gone.
    public borrowing func rename(_ name: String, to other: String) throws(SystemError) {
        // SAFETY: the C strings live across the call.
        let result = unsafe name.withCString { from in
            unsafe other.withCString { unsafe gg_rename_entry(self.descriptor, from, $0) }
        }
        guard result == 0 else { throw SystemError("rename") }
    }

    /// Removes the file `name`; one that is not there is no error.
    public borrowing func removeFile(_ name: String) throws(SystemError) {
        // SAFETY: the C string lives across the call.
        let result = unsafe name.withCString { unsafe gg_remove_entry(self.descriptor, $0) }
        guard result == 0 || gg_errno() == ENOENT else { throw SystemError("unlink") }
    }

    /// Calls `body` with every name, in no order; those that are no UTF-8 are left out.
    public borrowing func forEachName(_ body: (String) -> Void) throws(SystemError) {
        guard let list = unsafe gg_list_open(self.descriptor) else { throw SystemError("opendir") }
        defer { unsafe gg_list_close(list) }
        // SAFETY: each name is a C string that lives until the next call, and is copied before it.
        while let name = unsafe gg_list_next(list) {
            guard let text = unsafe String(validatingCString: name), text != ".", text != ".." else { continue }
            body(text)
        }
    }
}
