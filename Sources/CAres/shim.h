// The headers of libc-ares as Debian's libc-ares-dev installs them. No logic.
#ifndef C_ARES_SHIM_H
#define C_ARES_SHIM_H

#include <ares.h>
#include <sys/select.h>
#include <sys/time.h>

#endif
