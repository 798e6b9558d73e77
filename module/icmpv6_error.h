/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ICMPv6 messages that belong to no flow of their own.
 */
#ifndef _CT6_ICMPV6_ERROR_H
#define _CT6_ICMPV6_ERROR_H

#include <linux/types.h>

struct ct6_net;
struct ct6_packet;

u8 ct6_icmpv6_error(struct ct6_net *cn, struct ct6_packet *pkt);

#endif /* _CT6_ICMPV6_ERROR_H */
