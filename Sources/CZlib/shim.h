// The header of zlib as Debian's zlib1g-dev installs it, and as functions what zlib offers as macros only. No logic.
#ifndef C_ZLIB_SHIM_H
#define C_ZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

/// Begins to inflate gzip (RFC 1952): 15 bits of window, 16 for a gzip wrapper.
static inline int gg_gzip_begin(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 15 + 16);
}

#endif
