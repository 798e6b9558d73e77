/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checksums of the upper layer.
 */
#ifndef _CT6_CHECKSUM_H
#define _CT6_CHECKSUM_H

#include <linux/types.h>

struct ct6_packet;

bool ct6_checksum_right(const struct ct6_packet *pkt);

#endif /* _CT6_CHECKSUM_H */
