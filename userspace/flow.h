/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flows as the kernel tells them.
 */
#ifndef CT6_FLOW_H
#define CT6_FLOW_H

#include <netinet/in.h>

#include <libmnl/libmnl.h>
#include <linux/ct6.h>

#include "json.h"

/**
 * struct flow - a connection
 * @has: bits by CT6_A_FLOW_*, what the kernel has told
 *
 * The others are the attributes of these names; source and destination are
 * those of the original direction, 0 in @packets and @bytes.
 */
struct flow {
	uint64_t	has;
	uint64_t	id;
	struct in6_addr	saddr;
	struct in6_addr	daddr;
	uint16_t	sport;
	uint16_t	dport;
	uint16_t	icmp_id;
	uint8_t		icmp_type;
	uint8_t		l4proto;
	uint8_t		state;
	uint32_t	scope;
	uint32_t	hook;
	uint32_t	iif;
	uint32_t	oif;
	uint32_t	status;
	uint32_t	mark;
	uint32_t	timeout;
	uint32_t	reason;
	uint64_t	start;
	uint64_t	packets[2];
	uint64_t	bytes[2];
};

static inline bool flow_has(const struct flow *flow, int attr)
{
	return flow->has >> attr & 1;
}

const struct name *flow_states(uint8_t l4proto);
bool flow_decode(struct flow *flow, const struct nlmsghdr *nlh);
void flow_print(struct text *text, const struct flow *flow);
void flow_names_age(void);
json_t *flow_json(const struct flow *flow);

#endif /* CT6_FLOW_H */
