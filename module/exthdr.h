/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields of extension headers that rules ask for and nothing else does.
 */
#ifndef _CT6_EXTHDR_H
#define _CT6_EXTHDR_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_packet;
struct ct6_value;

u16 ct6_exthdr_of(enum ct6_field field);
bool ct6_exthdr_field(const struct ct6_packet *pkt, enum ct6_field field,
		      struct ct6_value *value);

#endif /* _CT6_EXTHDR_H */
