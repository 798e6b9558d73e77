/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checksums of the upper layer.
 */
#ifndef _CT6_CHECKSUM_H
#define _CT6_CHECKSUM_H

#include <linux/skbuff.h>
#include <linux/types.h>

#include "packet.h"

bool ct6_checksum_sums(const struct ct6_packet *pkt);

/**
 * ct6_checksum_right() - is the upper layer's checksum right?
 * @pkt: packet that came from elsewhere, its headers read
 *
 * Protocols without a checksum of their own are always right.
 *
 * Context: any.
 */
static inline bool ct6_checksum_right(const struct ct6_packet *pkt)
{
	return likely(skb_csum_unnecessary(pkt->skb)) ||
	       ct6_checksum_sums(pkt);
}

#endif /* _CT6_CHECKSUM_H */
