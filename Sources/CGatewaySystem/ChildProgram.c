#define _GNU_SOURCE
#include "CGatewaySystem.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

int gg_adopt(int fd) {
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) return -1;
    return fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int gg_is_listening(int fd) {
    int listening = 0;
    socklen_t length = sizeof listening;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 && listening;
}

int gg_socket_pair(int ends[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends); }

int gg_receive_byte(int fd, int milliseconds) {
    struct pollfd one = {fd, POLLIN, 0};
    int ready = poll(&one, 1, milliseconds);
    if (ready <= 0) return -1;
    unsigned char byte;
    ssize_t count = recv(fd, &byte, 1, MSG_DONTWAIT);
    return count == 1 ? byte : count == 0 ? -2 : errno == EAGAIN || errno == EINTR ? -1 : -2;
}

int gg_send_byte(int fd, int byte) {
    unsigned char one = (unsigned char)byte;
    return send(fd, &one, 1, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

// Not everything in the process is opened with close-on-exec, and an inherited listener would keep its port taken.
static void gg_close_all_on_exec(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 3u, ~0u, 1u << 2) == 0) return; // CLOSE_RANGE_CLOEXEC, since Linux 5.11
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = 3; fd < (most > 0 && most < 65536 ? most : 65536); fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags >= 0) fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
    }
}

int gg_spawn(
    const char *path, char *const *arguments, char *const *environment, const int *kept, size_t count) {
    posix_spawnattr_t attributes;
    int error = posix_spawnattr_init(&attributes);
    if (error != 0) { errno = error; return -1; }
    // Threads of a runtime block signals and traps ignore some; a child would inherit both.
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGHUP);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGQUIT);
    sigaddset(&usual, SIGTERM);
    sigaddset(&usual, SIGUSR1);
    sigaddset(&usual, SIGUSR2);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = -1;
    gg_close_all_on_exec();
    for (size_t i = 0; i < count; i++) fcntl(kept[i], F_SETFD, 0);
    error = posix_spawn(&child, path, NULL, &attributes, arguments, environment);
    for (size_t i = 0; i < count; i++) fcntl(kept[i], F_SETFD, FD_CLOEXEC);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) { errno = error; return -1; }
    return child;
}

int gg_child_status(int child) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG) != child) return -1;
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

int gg_send_signal(int process, int number) { return kill(process, number); }
