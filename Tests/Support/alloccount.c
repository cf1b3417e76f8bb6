// Counts heap allocations per thread of a program it is preloaded into, where a test can read them while it runs.
//
// ALLOCCOUNT_FILE names a file that is made and mapped: a header line's worth of slots, each {thread id, calls,
// bytes} as three little-endian 64-bit words; a slot whose thread id is 0 is free. A thread takes a slot at its
// first allocation and keeps it. With ALLOCCOUNT_TRACE=1 and SIGUSR2, the next 20 allocations of every thread print
// a backtrace to stderr, to find the one that should not be there. glibc only: it forwards to the __libc_ names, so
// that it needs no dlsym, which allocates itself.
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum { SLOTS = 256, TRACES = 20, FRAMES = 24 };

struct slot {
    _Atomic uint64_t thread, calls, bytes;
};

static struct slot *slots;
static _Atomic int traces_left;
static _Thread_local struct slot *mine __attribute__((tls_model("initial-exec")));
static _Thread_local int inside __attribute__((tls_model("initial-exec")));

static void start_traces(int number) {
    (void)number;
    atomic_store(&traces_left, TRACES);
}

__attribute__((constructor)) static void open_file(void) {
    const char *path = getenv("ALLOCCOUNT_FILE");
    if (!path) return;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, SLOTS * sizeof(struct slot))) return;
    void *map = mmap(NULL, SLOTS * sizeof(struct slot), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED) return;
    if (getenv("ALLOCCOUNT_TRACE")) {
        void *warm[1];
        backtrace(warm, 1); // its first call loads a library, which allocates
        signal(SIGUSR2, start_traces);
    }
    slots = map;
}

static void trace(void) {
    if (atomic_load(&traces_left) <= 0 || atomic_fetch_sub(&traces_left, 1) <= 0) return;
    void *frames[FRAMES];
    inside = 1;
    backtrace_symbols_fd(frames, backtrace(frames, FRAMES), STDERR_FILENO);
    (void)!write(STDERR_FILENO, "\n", 1);
    inside = 0;
}

static void count(size_t bytes) {
    if (!slots || inside) return;
    if (!mine) {
        uint64_t thread = (uint64_t)syscall(SYS_gettid);
        for (int n = 0; n < SLOTS && !mine; n++) {
            uint64_t none = 0;
            if (atomic_compare_exchange_strong(&slots[n].thread, &none, thread)) mine = &slots[n];
        }
        if (!mine) return;
    }
    atomic_fetch_add_explicit(&mine->calls, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&mine->bytes, bytes, memory_order_relaxed);
    trace();
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *pointer, size_t size) {
    count(size);
    return __libc_realloc(pointer, size);
}

void *memalign(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) || (alignment & (alignment - 1)) || !alignment) return EINVAL;
    count(size);
    void *found = __libc_memalign(alignment, size);
    if (!found) return ENOMEM;
    *pointer = found;
    return 0;
}
