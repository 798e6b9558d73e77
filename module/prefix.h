/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prefixes that have an account of their own: of a limit, of a count, in a
 * recent table.
 */
#ifndef _CT6_PREFIX_H
#define _CT6_PREFIX_H

#include <net/ipv6.h>

#include <uapi/linux/ct6.h>

#include "packet.h"

/**
 * struct ct6_prefix - what has an account of its own
 * @per: enum ct6_per
 * @len: bits of the prefix, 0 to 128
 */
struct ct6_prefix {
	u8	per;
	u8	len;
};

/**
 * ct6_prefix_get() - the prefix that a packet is put to the account of
 * @how: what has an account
 * @pkt: packet
 * @addr: result, zero behind its length; all zero when all share one
 */
static inline void ct6_prefix_get(const struct ct6_prefix *how,
				  const struct ct6_packet *pkt,
				  struct in6_addr *addr)
{
	if (how->per == CT6_PER_ALL)
		*addr = in6addr_any;
	else
		ipv6_addr_prefix(addr, how->per == CT6_PER_SADDR ?
				 pkt->saddr : pkt->daddr, how->len);
}

#endif /* _CT6_PREFIX_H */
