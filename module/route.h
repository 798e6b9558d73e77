/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the routes say of a packet's addresses.
 */
#ifndef _CT6_ROUTE_H
#define _CT6_ROUTE_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_packet;

bool ct6_route_field(const struct ct6_packet *pkt, enum ct6_field field,
		     u64 *value);

#endif /* _CT6_ROUTE_H */
