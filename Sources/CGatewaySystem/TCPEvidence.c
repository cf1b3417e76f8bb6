// The one call that needs linux/tcp.h, which cannot share a translation unit with netinet/tcp.h.
#define _GNU_SOURCE
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <sys/ioctl.h>

#define _NETINET_TCP_H 1
#include "CGatewaySystem.h"

int gg_tcp_evidence_of(int fd, gg_tcp_evidence *to) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0, sizeof info);
    memset(to, 0, sizeof *to);
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -1;
    to->state = info.tcpi_state;
    to->rtt_us = info.tcpi_rtt;
    to->rtt_var_us = info.tcpi_rttvar;
    to->retransmits = info.tcpi_retransmits;
    to->total_retransmits = info.tcpi_total_retrans;
    to->unacked = info.tcpi_unacked;
    to->lost = info.tcpi_lost;
    to->last_received_ms = info.tcpi_last_data_recv;
    to->last_sent_ms = info.tcpi_last_data_sent;
    to->bytes_acked = info.tcpi_bytes_acked;
    to->bytes_received = info.tcpi_bytes_received;
    int value = 0;
    if (ioctl(fd, SIOCOUTQNSD, &value) == 0) to->not_sent = value;
    if (ioctl(fd, SIOCOUTQ, &value) == 0) to->not_acked = value;
    return 0;
}

