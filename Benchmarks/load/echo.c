// Both ends of WebSocket connections (RFC 6455) in one process: clients that send a message each and wait for its
// echo, and the server behind the proxy that echoes.
//
// One text message of 64 bytes is under way on each connection. Clients mask with a key of zeros, which is legal and
// lets the echo be the same bytes without the mask bit. Speaks the language of pair.c: prints the server's port, then
// obeys lines on stdin, run PORT CONNECTIONS SECONDS RATE (RATE is not used), and prints one line of JSON per run.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum role { LISTENER, COMMANDS, SERVER, CLIENT };
enum { BUFFER = 4096, MOST_CLIENTS = 4096, CONTENT = 64, SENT = 6 + CONTENT, ECHOED = 2 + CONTENT, EVENTS = 256 };

struct peer {
    enum role role;
    int fd;
    bool upgraded, busy;
    size_t have;
    char bytes[BUFFER];
};

// The key and its answer of RFC 6455 §1.3.
static const char welcome[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static const char question[] =
    "GET / HTTP/1.1\r\nHost: echo.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
static char message[SENT], echo[ECHOED];
static int poll_fd;
static struct peer *clients[MOST_CLIENTS];
static unsigned client_count;
static uint64_t requests, errors, started, deadline;
static bool running;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static void fail(const char *what) {
    fprintf(stderr, "echo: %s: %s\n", what, strerror(errno));
    exit(1);
}

static struct peer *watch(enum role role, int fd) {
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer) fail("memory");
    peer->role = role;
    peer->fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event)) fail("epoll_ctl");
    return peer;
}

static void give(struct peer *peer, const void *bytes, size_t count) {
    // Small and one at a time: the socket always has room.
    if (send(peer->fd, bytes, count, MSG_NOSIGNAL) != (ssize_t)count) errors++;
}

// The end of a head at the start of the buffer, which is then consumed; false while there is none.
static bool take_head(struct peer *peer) {
    char *end = memmem(peer->bytes, peer->have, "\r\n\r\n", 4);
    if (!end) return false;
    peer->have -= (size_t)(end + 4 - peer->bytes);
    memmove(peer->bytes, end + 4, peer->have);
    return peer->upgraded = true;
}

static void take(struct peer *peer, size_t count) {
    peer->have -= count;
    memmove(peer->bytes, peer->bytes + count, peer->have);
}

static void serve(struct peer *peer) {
    if (!peer->upgraded) {
        if (!take_head(peer)) return;
        give(peer, welcome, sizeof welcome - 1);
    }
    while (peer->have >= SENT) {
        if (memcmp(peer->bytes, message, SENT)) errors++;
        give(peer, echo, ECHOED);
        take(peer, SENT);
    }
}

static void ask(struct peer *peer) {
    peer->busy = now() < deadline;
    if (peer->busy) give(peer, message, SENT);
}

static void hear(struct peer *peer) {
    if (!peer->upgraded) {
        if (peer->have > 12 && memcmp(peer->bytes, "HTTP/1.1 101", 12)) errors++;
        if (take_head(peer)) ask(peer);
        return;
    }
    if (peer->have < ECHOED) return;
    if (memcmp(peer->bytes, echo, ECHOED)) errors++;
    take(peer, ECHOED);
    requests++;
    ask(peer);
}

static void readable(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->bytes + peer->have, BUFFER - peer->have, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got > 0) {
        peer->have += (size_t)got;
        if (peer->role == SERVER) serve(peer);
        else hear(peer);
        return;
    }
    close(peer->fd);
    if (peer->role == SERVER) {
        free(peer);
        return;
    }
    peer->fd = -1;
    peer->busy = false;
    errors++;
}

static int dial(unsigned port) {
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&there, sizeof there)) fail("connect to the proxy");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void command(void) {
    char line[256];
    ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);
    if (got <= 0) exit(0);
    line[got] = 0;
    unsigned port, connections;
    double seconds;
    if (sscanf(line, "run %u %u %lf", &port, &connections, &seconds) != 3 || running || connections > MOST_CLIENTS) {
        errno = EINVAL;
        fail("command");
    }
    requests = errors = 0;
    client_count = connections;
    running = true;
    started = now();
    deadline = started + (uint64_t)(seconds * 1e6);
    for (unsigned n = 0; n < connections; n++) {
        clients[n] = watch(CLIENT, dial(port));
        clients[n]->busy = true;
        give(clients[n], question, sizeof question - 1);
    }
}

static void finish(void) {
    uint64_t at = now();
    unsigned busy = 0;
    for (unsigned n = 0; n < client_count; n++) busy += clients[n]->busy;
    // Half a second for the last echoes.
    if (at < deadline || (busy && at < deadline + 500000u)) return;
    running = false;
    for (unsigned n = 0; n < client_count; n++) {
        if (clients[n]->fd >= 0) close(clients[n]->fd);
        free(clients[n]);
    }
    printf("{\"requests\":%lu,\"us\":%lu,\"errors\":%lu}\n", (unsigned long)requests, (unsigned long)(at - started),
           (unsigned long)(errors + busy));
    fflush(stdout);
}

int main(void) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    memset(message, 'x', sizeof message);
    memset(echo, 'x', sizeof echo);
    memcpy(message, (char[]){(char)0x81, (char)(0x80 | CONTENT), 0, 0, 0, 0}, 6);
    memcpy(echo, (char[]){(char)0x81, CONTENT}, 2);
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    if (poll_fd < 0 || fd < 0 || bind(fd, (struct sockaddr *)&here, size) || listen(fd, 4096)) fail("listen");
    getsockname(fd, (struct sockaddr *)&here, &size);
    struct peer *listener = watch(LISTENER, fd), *commands = watch(COMMANDS, STDIN_FILENO);
    printf("%u\n", ntohs(here.sin_port));
    fflush(stdout);
    struct epoll_event events[EVENTS];
    for (;;) {
        int count = epoll_wait(poll_fd, events, EVENTS, running ? 10 : -1);
        for (int n = 0; n < count; n++) {
            struct peer *peer = events[n].data.ptr;
            int next;
            if (peer == commands) {
                command();
            } else if (peer == listener) {
                while ((next = accept4(fd, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
                    setsockopt(next, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    watch(SERVER, next);
                }
            } else {
                readable(peer);
            }
        }
        if (running) finish();
    }
}
