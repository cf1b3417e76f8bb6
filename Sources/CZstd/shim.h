// The header of libzstd as Debian's libzstd-dev installs it. No logic.
#ifndef C_ZSTD_SHIM_H
#define C_ZSTD_SHIM_H

#include <zstd.h>

#endif
