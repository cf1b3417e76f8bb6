// The Linux calls and constants that Swift cannot import itself. Thin: no logic, no state.
#ifndef C_GATEWAY_SYSTEM_H
#define C_GATEWAY_SYSTEM_H

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int gg_errno(void);
uint64_t gg_monotonic_ns(void);
uint64_t gg_realtime_ms(void);

// MARK: epoll

int gg_epoll_control(int epoll, int operation, int fd, uint32_t events, uint64_t token);
// Inline, because every event of every connection asks.

static inline uint32_t gg_event_flags(const struct epoll_event *events, int at) { return events[at].events; }

static inline uint64_t gg_event_token(const struct epoll_event *events, int at) { return events[at].data.u64; }

static inline uint32_t gg_epoll_in(void) { return EPOLLIN; }

static inline uint32_t gg_epoll_out(void) { return EPOLLOUT; }

static inline uint32_t gg_epoll_rdhup(void) { return EPOLLRDHUP; }

static inline uint32_t gg_epoll_hup(void) { return EPOLLHUP; }

static inline uint32_t gg_epoll_err(void) { return EPOLLERR; }

static inline uint32_t gg_epoll_et(void) { return EPOLLET; }

// MARK: sockets

/// An address in network byte order: 4 or 16 bytes of IP.
typedef struct {
    uint8_t ip[16];
    uint32_t scope;
    uint16_t port;
    uint8_t family; // 4, 6, or 0 for a Unix socket and for none
} gg_address;
socklen_t gg_to_sockaddr(const gg_address *from, struct sockaddr_storage *to);
void gg_from_sockaddr(const struct sockaddr_storage *from, gg_address *to);
int gg_socket(int family);
int gg_set_int(int fd, int level, int name, int value);
int gg_no_delay(int fd);
// The largest segment that the peer may send; before connect.
int gg_largest_segment(int fd, int octets);
/* So many routers may pass a packet on, and what they say is kept. */
int gg_limit_hops(int fd, int family, int hops);
/* What a router said last: -1 for nothing. */
int gg_path_error(int fd, gg_address *reporter, int *type, int *code);
/* For ICMP echo without a raw socket, where the system lets this group (net.ipv4.ping_group_range). */
int gg_echo_socket(int family);
int gg_reuse_address(int fd);
int gg_reuse_port(int fd);
int gg_v6_only(int fd, int on);
int gg_linger_reset(int fd);
int gg_bind_address(int fd, const gg_address *address);
int gg_connect_address(int fd, const gg_address *address);
int gg_unix_name(const char *path, size_t length, struct sockaddr_un *to);
int gg_bind_unix(int fd, const char *path, size_t length);
int gg_is_socket_file(const char *path);
/* Device and inode of a socket's file; -1 when there is no socket under that name. */
int gg_socket_file_identity(const char *path, uint64_t identity[2]);
int gg_set_file_mode(const char *path, uint32_t mode);
/* The path that a Unix socket is bound to, ended by a zero: its length, or -1 when it has none or it does not fit. */
int gg_local_path(int fd, char *path, size_t size);
int gg_connect_unix(int fd, const char *path, size_t length);
int gg_duplicate(int fd);
int gg_accept(int fd, gg_address *peer);
int gg_local_address(int fd, gg_address *to);
int gg_socket_error(int fd);
ssize_t gg_recv(int fd, void *to, size_t count);
ssize_t gg_peek(int fd, void *to, size_t count);
ssize_t gg_send(int fd, const void *from, size_t count);
/// More follows at once: a segment that is not full waits for it.
ssize_t gg_send_more(int fd, const void *from, size_t count);
ssize_t gg_send_two(int fd, const void *a, size_t aCount, const void *b, size_t bCount);
int gg_shutdown_write(int fd);

// MARK: splice

int gg_pipe(int ends[2], int size);
ssize_t gg_splice(int from, int to, size_t count, int more);

// MARK: evidence

/// What the kernel knows of a TCP connection; bytes_acked and friends are 0 on kernels without them.
typedef struct {
    uint32_t state, rtt_us, rtt_var_us, retransmits, total_retransmits, unacked, lost, last_received_ms, last_sent_ms;
    uint64_t bytes_acked, bytes_received;
    int32_t not_sent, not_acked;
} gg_tcp_evidence;
int gg_tcp_evidence_of(int fd, gg_tcp_evidence *to);
int gg_open_append(const char *path);
int gg_open_read(const char *path);
/// A number that changes when the file does (time of change and size); 0 when there is none.
uint64_t gg_file_stamp(const char *path);
/// Whether every user of the machine may read it.
int gg_is_readable_by_all(const char *path);
int gg_wait_readable(int fd, int milliseconds);
int gg_wait_writable(int fd, int milliseconds);
/// Fills `to` and returns how many, or a negative EAI_ number.
int gg_resolve(const char *host, uint16_t port, gg_address *to, int capacity);
void gg_ignore_sigpipe(void);
int gg_name_thread(const char *name);
int gg_send_datagram(const char *name, size_t length, const void *bytes, size_t count);

// MARK: directories

/// What an administrator named: symbolic links are followed.
int gg_open_named_directory(const char *path);
/// None of these follows a symbolic link.
int gg_open_directory(int directory, const char *name);
int gg_make_directory(int directory, const char *name);
/// 1 when it is ours and nobody else may write into it.
int gg_is_private(int directory);
int gg_open_entry(int directory, const char *name);
int gg_create_entry(int directory, const char *name);
int gg_rename_entry(int directory, const char *from, const char *to);
int gg_remove_entry(int directory, const char *name);
/// The size of a regular file; -1 for anything else.
int64_t gg_regular_size(int fd);
/// 0 when nobody else holds it; it is held until the descriptor is closed.
int gg_lock_file(int fd);
/// Names in a directory, in no order; the position belongs to this list alone.
void *gg_list_open(int directory);
/// Null at the end; the name lives until the next call.
const char *gg_list_next(void *list);
void gg_list_close(void *list);

// MARK: another program

/// Makes an inherited descriptor one of ours: non-blocking, closed on exec.
int gg_adopt(int fd);
int gg_is_listening(int fd);
int gg_socket_pair(int ends[2]);
/// The byte, -1 when none came in time, -2 when the other end is gone.
int gg_receive_byte(int fd, int milliseconds);
int gg_send_byte(int fd, int byte);
/// The process id, or -1 and errno. Of our descriptors beyond standard error the child has those of `kept` alone.
int gg_spawn(
    const char *path, char *const *arguments, char *const *environment, const int *kept, size_t count);
/// The exit status, 256 and the signal that ended it, or -1 while it runs.
int gg_child_status(int child);
int gg_send_signal(int process, int number);

#endif
