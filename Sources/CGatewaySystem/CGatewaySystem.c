#define _GNU_SOURCE
#include <sys/syscall.h>
#include "CGatewaySystem.h"

#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>

#include <sys/stat.h>
#include <time.h>

int gg_errno(void) { return errno; }

uint64_t gg_monotonic_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

uint64_t gg_realtime_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000ull + (uint64_t)t.tv_nsec / 1000000ull;
}

int gg_epoll_control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = token;
    return epoll_ctl(epoll, operation, fd, &event);
}

socklen_t gg_to_sockaddr(const gg_address *from, struct sockaddr_storage *to) {
    memset(to, 0, sizeof *to);
    if (from->family == 6) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)to;
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(from->port);
        in6->sin6_scope_id = from->scope;
        memcpy(&in6->sin6_addr, from->ip, 16);
        return sizeof *in6;
    }
    struct sockaddr_in *in = (struct sockaddr_in *)to;
    in->sin_family = AF_INET;
    in->sin_port = htons(from->port);
    memcpy(&in->sin_addr, from->ip, 4);
    return sizeof *in;
}

void gg_from_sockaddr(const struct sockaddr_storage *from, gg_address *to) {
    memset(to, 0, sizeof *to);
    if (from->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)from;
        to->family = 6;
        to->port = ntohs(in6->sin6_port);
        to->scope = in6->sin6_scope_id;
        memcpy(to->ip, &in6->sin6_addr, 16);
    } else if (from->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        to->family = 4;
        to->port = ntohs(in->sin_port);
        memcpy(to->ip, &in->sin_addr, 4);
    }
}

int gg_socket(int family) {
    int domain = family == 6 ? AF_INET6 : family == 4 ? AF_INET : AF_UNIX;
    return socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int gg_set_int(int fd, int level, int name, int value) {
    return setsockopt(fd, level, name, &value, sizeof value);
}

int gg_no_delay(int fd) { return gg_set_int(fd, IPPROTO_TCP, TCP_NODELAY, 1); }

int gg_largest_segment(int fd, int octets) { return gg_set_int(fd, IPPROTO_TCP, TCP_MAXSEG, octets); }

int gg_reuse_address(int fd) { return gg_set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1); }

int gg_reuse_port(int fd) { return gg_set_int(fd, SOL_SOCKET, SO_REUSEPORT, 1); }

int gg_v6_only(int fd, int on) { return gg_set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, on); }

int gg_linger_reset(int fd) {
    struct linger l = {1, 0};
    return setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
}

int gg_bind_address(int fd, const gg_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = gg_to_sockaddr(address, &storage);
    return bind(fd, (struct sockaddr *)&storage, length);
}

int gg_connect_address(int fd, const gg_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = gg_to_sockaddr(address, &storage);
    return connect(fd, (struct sockaddr *)&storage, length);
}

int gg_unix_name(const char *path, size_t length, struct sockaddr_un *to) {
    memset(to, 0, sizeof *to);
    if (length >= sizeof to->sun_path) { errno = ENAMETOOLONG; return -1; }
    to->sun_family = AF_UNIX;
    memcpy(to->sun_path, path, length);
    return 0;
}

int gg_bind_unix(int fd, const char *path, size_t length) {
    struct sockaddr_un name;
    if (gg_unix_name(path, length, &name) != 0) return -1;
    return bind(fd, (struct sockaddr *)&name, sizeof name);
}

int gg_is_socket_file(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISSOCK(status.st_mode);
}

int gg_socket_file_identity(const char *path, uint64_t identity[2]) {
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISSOCK(status.st_mode)) return -1;
    identity[0] = status.st_dev;
    identity[1] = status.st_ino;
    return 0;
}

int gg_set_file_mode(const char *path, uint32_t mode) { return chmod(path, mode); }

int gg_local_path(int fd, char *path, size_t size) {
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    if (getsockname(fd, (struct sockaddr *)&name, &length) != 0 || name.sun_family != AF_UNIX) return -1;
    size_t start = offsetof(struct sockaddr_un, sun_path);
    /* Unnamed, or in the abstract name space. */
    if (length <= start || name.sun_path[0] == 0) return -1;
    size_t count = strnlen(name.sun_path, length - start);
    if (count + 1 > size) return -1;
    memcpy(path, name.sun_path, count);
    path[count] = 0;
    return (int)count;
}

int gg_connect_unix(int fd, const char *path, size_t length) {
    struct sockaddr_un name;
    if (gg_unix_name(path, length, &name) != 0) return -1;
    return connect(fd, (struct sockaddr *)&name, sizeof name);
}

int gg_accept(int fd, gg_address *peer) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    storage.ss_family = AF_UNSPEC;
    int accepted = accept4(fd, (struct sockaddr *)&storage, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) gg_from_sockaddr(&storage, peer);
    return accepted;
}

int gg_duplicate(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 0); }

int gg_local_address(int fd, gg_address *to) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    int result = getsockname(fd, (struct sockaddr *)&storage, &length);
    if (result == 0) gg_from_sockaddr(&storage, to);
    return result;
}

int gg_socket_error(int fd) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

// Not through the C library, where both are cancellation points: two locked instructions a call in a program with
// threads, of which none is ever cancelled.
ssize_t gg_recv(int fd, void *to, size_t count) { return syscall(SYS_recvfrom, fd, to, count, 0, NULL, NULL); }

ssize_t gg_peek(int fd, void *to, size_t count) { return recv(fd, to, count, MSG_PEEK | MSG_DONTWAIT); }

ssize_t gg_send(int fd, const void *from, size_t count) {
    return syscall(SYS_sendto, fd, from, count, MSG_NOSIGNAL, NULL, 0);
}

ssize_t gg_send_more(int fd, const void *from, size_t count) {
    return syscall(SYS_sendto, fd, from, count, MSG_NOSIGNAL | MSG_MORE, NULL, 0);
}

ssize_t gg_send_two(int fd, const void *a, size_t aCount, const void *b, size_t bCount) {
    struct iovec parts[2] = {{(void *)a, aCount}, {(void *)b, bCount}};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

int gg_shutdown_write(int fd) { return shutdown(fd, SHUT_WR); }

int gg_pipe(int ends[2], int size) {
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    return fcntl(ends[1], F_SETPIPE_SZ, size);
}

ssize_t gg_splice(int from, int to, size_t count, int more) {
    return splice(from, 0, to, 0, count, SPLICE_F_MOVE | SPLICE_F_NONBLOCK | (more ? SPLICE_F_MORE : 0));
}

int gg_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

// MARK: files, waiting, names

int gg_open_append(const char *path) { return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640); }

int gg_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); }

uint64_t gg_file_stamp(const char *path) {
    struct stat found;
    if (stat(path, &found) != 0) return 0;
    uint64_t changed = (uint64_t)found.st_mtim.tv_sec * 1000000000ull + (uint64_t)found.st_mtim.tv_nsec;
    // Never 0, and another number for another file of the same time: an editor or a mount may replace it.
    return (changed ^ (uint64_t)found.st_size << 40 ^ (uint64_t)found.st_ino << 20) | 1;
}

int gg_is_readable_by_all(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 && (found.st_mode & S_IROTH) != 0;
}

static int gg_wait_one(int fd, short events, int milliseconds) {
    struct pollfd one = {fd, events, 0};
    return poll(&one, 1, milliseconds);
}
int gg_wait_readable(int fd, int milliseconds) { return gg_wait_one(fd, POLLIN, milliseconds); }
int gg_wait_writable(int fd, int milliseconds) { return gg_wait_one(fd, POLLOUT, milliseconds); }

int gg_resolve(const char *host, uint16_t port, gg_address *to, int capacity) {
    struct addrinfo hints, *list = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    int error = getaddrinfo(host, NULL, &hints, &list);
    if (error != 0) return error < 0 ? error : -error;
    int count = 0;
    for (struct addrinfo *at = list; at != NULL && count < capacity; at = at->ai_next) {
        struct sockaddr_storage storage;
        if (at->ai_addrlen > sizeof storage) continue;
        memset(&storage, 0, sizeof storage);
        memcpy(&storage, at->ai_addr, at->ai_addrlen);
        gg_from_sockaddr(&storage, &to[count]);
        if (to[count].family == 0) continue;
        to[count].port = port;
        count++;
    }
    freeaddrinfo(list);
    return count;
}

void gg_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

// MARK: service manager

int gg_send_datagram(const char *name, size_t length, const void *bytes, size_t count) {
    struct sockaddr_un to;
    if (length == 0) { errno = EINVAL; return -1; }
    if (gg_unix_name(name, length, &to) != 0) return -1;
    // A name that starts with @ is in the abstract namespace, where the length counts and NUL comes first.
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (name[0] == '@') to.sun_path[0] = 0;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    ssize_t sent = sendto(fd, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&to, size);
    int error = errno;
    close(fd);
    errno = error;
    return sent == (ssize_t)count ? 0 : -1;
}
