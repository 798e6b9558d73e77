/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which flows an operator means.
 */
#ifndef _CT6_FLOW_FILTER_H
#define _CT6_FLOW_FILTER_H

#include <linux/in6.h>
#include <linux/types.h>

struct ct6_flow;
struct netlink_ext_ack;
struct nlattr;

/**
 * struct ct6_flow_prefix - a prefix that an address must be in
 * @addr: address
 * @len: bits to compare, 0 matches every address
 */
struct ct6_flow_prefix {
	struct in6_addr	addr;
	u8		len;
};

/**
 * struct ct6_flow_filter - conditions that all must hold
 * @present: bits of the CT6_A_FILTER_* that were given
 * @l4proto: protocol
 * @state: of the protocol
 * @addr: either endpoint
 * @saddr: source of the original direction
 * @daddr: its destination
 * @port: either port
 * @sport: source port of the original direction
 * @dport: its destination port
 * @status: bits that must be set
 * @status_clear: bits that must not be
 * @mark: mark, under @mark_mask
 * @mark_mask: its bits to compare
 * @ifindex: either interface of the first packet
 */
struct ct6_flow_filter {
	u32			present;
	u8			l4proto;
	u8			state;
	struct ct6_flow_prefix	addr;
	struct ct6_flow_prefix	saddr;
	struct ct6_flow_prefix	daddr;
	__be16			port;
	__be16			sport;
	__be16			dport;
	u32			status;
	u32			status_clear;
	u32			mark;
	u32			mark_mask;
	u32			ifindex;
};

int ct6_flow_filter_parse(struct ct6_flow_filter *filter,
			  const struct nlattr *nest,
			  struct netlink_ext_ack *extack);
bool ct6_flow_filter_match(const struct ct6_flow_filter *filter,
			   const struct ct6_flow *flow);

#endif /* _CT6_FLOW_FILTER_H */
