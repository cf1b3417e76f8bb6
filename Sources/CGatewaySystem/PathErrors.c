// What routers on the way say (IP_RECVERR, ip(7)), and echo requests without a raw socket (icmp(7)).
#define _GNU_SOURCE
#include "CGatewaySystem.h"

#include <linux/errqueue.h>
#include <netinet/in.h>

int gg_limit_hops(int fd, int family, int hops) {
    if (family == 6)
        return gg_set_int(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops) | gg_set_int(fd, IPPROTO_IPV6, IPV6_RECVERR, 1);
    return gg_set_int(fd, IPPROTO_IP, IP_TTL, hops) | gg_set_int(fd, IPPROTO_IP, IP_RECVERR, 1);
}

int gg_path_error(int fd, gg_address *reporter, int *type, int *code) {
    char control[512];
    char byte;
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return -1;
    for (struct cmsghdr *at = CMSG_FIRSTHDR(&message); at != NULL; at = CMSG_NXTHDR(&message, at)) {
        int isV4 = at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_RECVERR;
        int isV6 = at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_RECVERR;
        size_t size = sizeof(struct sock_extended_err) + (isV6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
        if ((!isV4 && !isV6) || at->cmsg_len < CMSG_LEN(size)) continue;
        struct sock_extended_err *error = (struct sock_extended_err *)CMSG_DATA(at);
        if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6) continue;
        struct sockaddr_storage storage;
        memset(&storage, 0, sizeof storage);
        memcpy(&storage, SO_EE_OFFENDER(error), isV6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
        if (storage.ss_family != AF_INET && storage.ss_family != AF_INET6) continue;
        gg_from_sockaddr(&storage, reporter);
        *type = error->ee_type;
        *code = error->ee_code;
        return 0;
    }
    errno = ENOMSG;
    return -1;
}

int gg_echo_socket(int family) {
    int domain = family == 6 ? AF_INET6 : AF_INET;
    return socket(domain, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, family == 6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
}
