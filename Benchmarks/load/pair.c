// Both ends of a benchmark in one process: the clients before a proxy and the origin behind it.
//
// One loop for both ends needs about a third less CPU than a load generator and a server that share a CPU, so that
// the proxy is what is saturated. At a fixed rate, requests are due at random (Poisson) instants that do not depend
// on the answers, and latency counts from the instant a request was due: a stall of the proxy is seen by every
// request it delays. Not a general load generator: GET, 200 with a length, 34 bytes, loopback.
//
// Listens on all of 127.0.0.0/8, prints the port, then obeys lines on stdin: run PORT CONNECTIONS SECONDS RATE
// (RATE 0: as fast as answers come). Prints one line of JSON per run. Ends with stdin.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
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
enum { BUFFER = 8192, MOST_CLIENTS = 4096, MOST_SAMPLES = 1 << 23, EVENTS = 256, MOST_ERRORS = 100 };
enum { SLICE = 100000000, MOST_SLICES = 1024 };

struct peer {
    enum role role;
    int fd;
    bool busy;
    uint32_t have;
    uint64_t due;
    char bytes[BUFFER];
};

static const char answer[] =
    "HTTP/1.1 200 OK\r\nServer: pair\r\nDate: Sat, 21 Nov 2026 08:00:00 GMT\r\nContent-Type: text/plain\r\n"
    "Content-Length: 34\r\nConnection: keep-alive\r\n\r\nThe quick origin answered at once.";
static char request[128];
static size_t request_size;
static int poll_fd;
static struct sockaddr_in proxy;

static struct peer *clients[MOST_CLIENTS];
static struct peer *idle[MOST_CLIENTS]; // a ring, so that every connection takes its turn
static uint32_t idle_first, idle_count, client_count;

static uint32_t *samples; // latencies in units of 100 ns
static uint16_t *slices;   // in which tenth of a second of the run each was due
static uint64_t sample_count, errors, started, deadline, next_due;
static double rate;
static bool running;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "pair: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t random_bits(void) {
    static uint64_t state = 0x9e3779b97f4a7c15u; // fixed, so that every proxy meets the same arrivals
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static uint64_t next_gap(void) {
    double unit = ((double)(random_bits() >> 11) + 1) / 9007199254740993.0;
    return (uint64_t)(-log(unit) * 1e9 / rate);
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

static void forget(struct peer *peer) {
    close(peer->fd);
    peer->fd = -1;
}

static int dial(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0) fail("socket");
    if (connect(fd, (struct sockaddr *)&proxy, sizeof proxy)) fail("connect to the proxy");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void ask(struct peer *peer, uint64_t due) {
    peer->busy = true;
    peer->due = due;
    if (send(peer->fd, request, request_size, MSG_NOSIGNAL) != (ssize_t)request_size) errors++;
}

static void set_idle(struct peer *peer) {
    peer->busy = false;
    idle[(idle_first + idle_count++) % MOST_CLIENTS] = peer;
}

// Sends what is due. When all connections are busy a request waits, and its latency has begun.
static void ask_when_due(uint64_t at) {
    while (rate > 0 && idle_count && next_due <= at && next_due < deadline) {
        struct peer *peer = idle[idle_first];
        idle_first = (idle_first + 1) % MOST_CLIENTS;
        idle_count--;
        ask(peer, next_due);
        next_due += next_gap();
    }
}

static void sample(struct peer *peer, uint64_t at) {
    if (sample_count == MOST_SAMPLES) return;
    uint64_t slice = (peer->due - started) / SLICE;
    slices[sample_count] = (uint16_t)(slice < MOST_SLICES ? slice : MOST_SLICES - 1);
    samples[sample_count++] = (uint32_t)((at - peer->due) / 100);
}

// The size of the complete answer at the start of the buffer, 0 while it is incomplete, -1 when it is not a 200.
static long answer_size(struct peer *peer) {
    char *end = memmem(peer->bytes, peer->have, "\r\n\r\n", 4);
    if (!end) return peer->have == BUFFER ? -1 : 0;
    if (memcmp(peer->bytes, "HTTP/1.1 200", 12)) return -1;
    end[2] = 0;
    char *field = strcasestr(peer->bytes, "\ncontent-length:");
    end[2] = '\r';
    if (!field) return -1;
    long size = end + 4 - peer->bytes + strtol(field + 16, NULL, 10);
    if (size > BUFFER) return -1;
    return size <= (long)peer->have ? size : 0;
}

static void broken(struct peer *peer) {
    errors++;
    close(peer->fd);
    if (errors > MOST_ERRORS) deadline = 0;
    peer->fd = dial();
    peer->have = 0;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, peer->fd, &event)) fail("epoll_ctl");
    if (peer->busy) set_idle(peer);
}

static void client_readable(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->bytes + peer->have, BUFFER - peer->have, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0 || !peer->busy) {
        broken(peer);
        return;
    }
    peer->have += (uint32_t)got;
    long size = answer_size(peer);
    if (size == 0) return;
    if (size != (long)peer->have) {
        broken(peer);
        return;
    }
    peer->have = 0;
    uint64_t at = now();
    sample(peer, at);
    if (rate == 0 && at < deadline)
        ask(peer, at);
    else
        set_idle(peer);
    ask_when_due(at);
}

static void server_readable(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->bytes + peer->have, BUFFER - peer->have, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        forget(peer);
        free(peer);
        return;
    }
    peer->have += (uint32_t)got;
    char *end = memmem(peer->bytes, peer->have, "\r\n\r\n", 4);
    if (!end) return;
    // A proxy sends the next request after the answer: nothing follows the head.
    peer->have = 0;
    if (send(peer->fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) errors++;
}

static void acceptable(struct peer *peer) {
    int fd, one = 1;
    while ((fd = accept4(peer->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(SERVER, fd);
    }
}

static void start(unsigned port, unsigned connections, double seconds, double wanted) {
    if (running || connections == 0 || connections > MOST_CLIENTS) {
        errno = EINVAL;
        fail("run");
    }
    proxy = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    proxy.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    request_size = (size_t)snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", port);
    idle_first = idle_count = 0;
    sample_count = errors = 0;
    client_count = connections;
    rate = wanted;
    running = true;
    for (unsigned n = 0; n < connections; n++) clients[n] = watch(CLIENT, dial());
    started = now();
    deadline = started + (uint64_t)(seconds * 1e9);
    next_due = started;
    for (unsigned n = 0; n < connections; n++) {
        if (rate > 0)
            set_idle(clients[n]);
        else
            ask(clients[n], now());
    }
}

static int by_size(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

// Of `count` values in order, in microseconds.
static double quantile(const uint32_t *sorted, uint64_t count, double part) {
    if (!count) return 0;
    uint64_t index = (uint64_t)((double)count * part);
    return sorted[index < count ? index : count - 1] / 10.0;
}

// The median over slices of their p99. Must be asked before the samples are sorted as a whole.
static double slice_p99(void) {
    static uint32_t worst[MOST_SLICES];
    uint32_t *one = malloc(sizeof *one * (sample_count + 1)), found = 0;
    if (!one) fail("memory");
    for (unsigned slice = 0; slice < MOST_SLICES; slice++) {
        uint64_t count = 0;
        for (uint64_t n = 0; n < sample_count; n++)
            if (slices[n] == slice) one[count++] = samples[n];
        if (!count) break;
        qsort(one, count, sizeof *one, by_size);
        worst[found++] = (uint32_t)(quantile(one, count, 0.99) * 10);
    }
    free(one);
    qsort(worst, found, sizeof *worst, by_size);
    return quantile(worst, found, 0.5);
}

static void finish(uint64_t at) {
    running = false;
    for (unsigned n = 0; n < client_count; n++) {
        // Never answered: late by at least this much, which is what the percentiles are to say.
        if (clients[n]->busy) sample(clients[n], at);
        forget(clients[n]);
        free(clients[n]);
    }
    double typical = slice_p99();
    qsort(samples, sample_count, sizeof *samples, by_size);
    printf("{\"requests\":%lu,\"us\":%lu,\"errors\":%lu,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,"
           "\"slice_p99\":%.1f}\n",
           (unsigned long)sample_count, (unsigned long)((at - started) / 1000), (unsigned long)errors,
           quantile(samples, sample_count, 0.5), quantile(samples, sample_count, 0.99),
           quantile(samples, sample_count, 0.999), typical);
    fflush(stdout);
}

static void command(int fd) {
    char line[256];
    ssize_t got = read(fd, line, sizeof line - 1);
    if (got <= 0) exit(0);
    line[got] = 0;
    unsigned port, connections;
    double seconds, wanted;
    if (sscanf(line, "run %u %u %lf %lf", &port, &connections, &seconds, &wanted) != 4) {
        errno = EINVAL;
        fail("command");
    }
    start(port, connections, seconds, wanted);
}

static void listen_for_proxy(void) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    socklen_t size = sizeof here;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    // All addresses, but only of the loopback device: many endpoints need neither many ports nor many processes.
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) fail("listen");
    if (bind(fd, (struct sockaddr *)&here, size) || listen(fd, 4096)) fail("listen");
    getsockname(fd, (struct sockaddr *)&here, &size);
    watch(LISTENER, fd);
    printf("%u\n", ntohs(here.sin_port));
    fflush(stdout);
}

int main(void) {
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    samples = malloc(sizeof *samples * MOST_SAMPLES);
    slices = malloc(sizeof *slices * MOST_SAMPLES);
    if (poll_fd < 0 || !samples || !slices) fail("start");
    listen_for_proxy();
    watch(COMMANDS, STDIN_FILENO);
    struct epoll_event events[EVENTS];
    for (;;) {
        // At a fixed rate the loop spins: a sleep would add its own wake-up time to what is measured.
        int timeout = !running ? -1 : rate > 0 ? 0 : 10;
        int count = epoll_wait(poll_fd, events, EVENTS, timeout);
        for (int n = 0; n < count; n++) {
            struct peer *peer = events[n].data.ptr;
            switch (peer->role) {
            case LISTENER: acceptable(peer); break;
            case COMMANDS: command(peer->fd); break;
            case SERVER: server_readable(peer); break;
            case CLIENT: client_readable(peer); break;
            }
        }
        if (!running) continue;
        uint64_t at = now();
        ask_when_due(at);
        // Half a second for the last answers.
        if (at >= deadline && (idle_count == client_count || at >= deadline + 500000000u)) finish(at);
    }
}
