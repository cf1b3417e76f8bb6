// TLS connections, one request each, four at a time: what full and resumed handshakes cost a server.
//
// handshakes PORT full|resumed SECONDS prints one line of JSON. Each of the four takes up the session of its own
// connection before; a handshake that should have been resumed and was not counts as an error. TLS 1.3, X25519, the
// certificate is not verified: a load generator's time is not what is measured.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 4 };
struct tally {
    uint64_t requests, errors;
};

static SSL_SESSION *kept;

static int keep(SSL *ssl, SSL_SESSION *session) {
    (void)ssl;
    SSL_SESSION_free(kept);
    kept = session;
    return 1;
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static int dial(unsigned port) {
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 5};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&there, sizeof there) == 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        return fd;
    }
    if (fd >= 0) close(fd);
    return -1;
}

// Whether one connection was served as it should be.
static int visit(SSL_CTX *context, unsigned port, int resumes) {
    char request[128], answer[4096];
    int size = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n\r\n", port);
    int fd = dial(port), served = 0, must = resumes && kept != NULL;
    if (fd < 0) return 0;
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, fd);
    if (must) SSL_set_session(ssl, kept);
    if (SSL_connect(ssl) == 1 && SSL_session_reused(ssl) == must && SSL_write(ssl, request, size) == size) {
        int got = SSL_read(ssl, answer, sizeof answer);
        served = got > 12 && memcmp(answer, "HTTP/1.1 200", 12) == 0;
        while (got > 0) got = SSL_read(ssl, answer, sizeof answer);
    }
    // Not shut down: a session that ended with an error would not be taken up again.
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl);
    close(fd);
    return served;
}

static void work(unsigned port, int resumes, uint64_t deadline, struct tally *tally) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set1_groups_list(context, "X25519");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep);
    while (now() < deadline && tally->errors < 20) {
        if (visit(context, port, resumes))
            tally->requests++;
        else
            tally->errors++;
    }
}

int main(int count, char **words) {
    if (count != 4) {
        fprintf(stderr, "handshakes PORT full|resumed SECONDS\n");
        return 2;
    }
    unsigned port = (unsigned)atoi(words[1]);
    int resumes = strcmp(words[2], "resumed") == 0;
    struct tally *tallies = mmap(NULL, sizeof *tallies * AT_ONCE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tallies == MAP_FAILED) return 1;
    uint64_t started = now(), deadline = started + (uint64_t)(atof(words[3]) * 1e6);
    for (int n = 0; n < AT_ONCE; n++) {
        if (fork() == 0) {
            work(port, resumes, deadline, &tallies[n]);
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {}
    struct tally all = {0};
    for (int n = 0; n < AT_ONCE; n++) {
        all.requests += tallies[n].requests;
        all.errors += tallies[n].errors;
    }
    printf("{\"requests\":%lu,\"errors\":%lu,\"us\":%lu}\n", (unsigned long)all.requests, (unsigned long)all.errors,
           (unsigned long)(now() - started));
    return 0;
}
