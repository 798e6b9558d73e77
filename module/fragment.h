/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fragments, in front of everything else.
 */
#ifndef _CT6_FRAGMENT_H
#define _CT6_FRAGMENT_H

#include <linux/bits.h>
#include <linux/ipv6.h>
#include <linux/types.h>
#include <net/ipv6.h>

struct ct6_net;
struct nf_hook_state;
struct sk_buff;

/* Headers that may stand in front of a fragment header, and itself. */
#define CT6_FRAGMENT_HEADERS \
	(BIT_ULL(NEXTHDR_HOP) | BIT_ULL(NEXTHDR_ROUTING) | \
	 BIT_ULL(NEXTHDR_FRAGMENT) | BIT_ULL(NEXTHDR_AUTH) | \
	 BIT_ULL(NEXTHDR_DEST))

/**
 * ct6_fragment_behind() - may there be a fragment header?
 * @nexthdr: the next header
 *
 * Context: any.
 */
static inline bool ct6_fragment_behind(u8 nexthdr)
{
	return nexthdr <= NEXTHDR_DEST &&
	       CT6_FRAGMENT_HEADERS & BIT_ULL(nexthdr);
}

unsigned int ct6_fragment(struct ct6_net *cn, struct sk_buff *skb,
			  const struct nf_hook_state *state);

#endif /* _CT6_FRAGMENT_H */
