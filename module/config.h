/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Settings of a network namespace.
 */
#ifndef _CT6_CONFIG_H
#define _CT6_CONFIG_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

/* A timeout's index follows from its attribute's number. */
#define CT6_TIMEOUT(name) \
	(CT6_A_CONFIG_TIMEOUT_##name - CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT)

enum ct6_timeout {
	CT6_TIMEOUT_TCP_SYN_SENT	= CT6_TIMEOUT(TCP_SYN_SENT),
	CT6_TIMEOUT_TCP_SYN_RECV	= CT6_TIMEOUT(TCP_SYN_RECV),
	CT6_TIMEOUT_TCP_ESTABLISHED	= CT6_TIMEOUT(TCP_ESTABLISHED),
	CT6_TIMEOUT_TCP_FIN_WAIT	= CT6_TIMEOUT(TCP_FIN_WAIT),
	CT6_TIMEOUT_TCP_CLOSE_WAIT	= CT6_TIMEOUT(TCP_CLOSE_WAIT),
	CT6_TIMEOUT_TCP_LAST_ACK	= CT6_TIMEOUT(TCP_LAST_ACK),
	CT6_TIMEOUT_TCP_TIME_WAIT	= CT6_TIMEOUT(TCP_TIME_WAIT),
	CT6_TIMEOUT_TCP_CLOSE		= CT6_TIMEOUT(TCP_CLOSE),
	CT6_TIMEOUT_UDP			= CT6_TIMEOUT(UDP),
	CT6_TIMEOUT_UDP_UNREPLIED	= CT6_TIMEOUT(UDP_UNREPLIED),
	CT6_TIMEOUT_UDP_SYSTEM		= CT6_TIMEOUT(UDP_SYSTEM),
	CT6_TIMEOUT_SCTP_OPENING	= CT6_TIMEOUT(SCTP_OPENING),
	CT6_TIMEOUT_SCTP_ESTABLISHED	= CT6_TIMEOUT(SCTP_ESTABLISHED),
	CT6_TIMEOUT_SCTP_CLOSING	= CT6_TIMEOUT(SCTP_CLOSING),
	CT6_TIMEOUT_DCCP_OPENING	= CT6_TIMEOUT(DCCP_OPENING),
	CT6_TIMEOUT_DCCP_OPEN		= CT6_TIMEOUT(DCCP_OPEN),
	CT6_TIMEOUT_DCCP_CLOSING	= CT6_TIMEOUT(DCCP_CLOSING),
	CT6_TIMEOUT_GRE			= CT6_TIMEOUT(GRE),
	CT6_TIMEOUT_ESP			= CT6_TIMEOUT(ESP),
	CT6_TIMEOUT_ICMPV6		= CT6_TIMEOUT(ICMPV6),
	CT6_TIMEOUT_MULTICAST		= CT6_TIMEOUT(MULTICAST),
	CT6_TIMEOUT_HELPER		= CT6_TIMEOUT(HELPER),
	CT6_TIMEOUT_GENERIC		= CT6_TIMEOUT(GENERIC),
	CT6_TIMEOUT_FRAGMENT		= CT6_TIMEOUT(FRAGMENT),
	CT6_TIMEOUT_NR,
};

static_assert(CT6_TIMEOUT_NR ==
	      CT6_A_CONFIG_TIMEOUT_FRAGMENT - CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT + 1);

/**
 * struct ct6_config - settings
 * @max: flows that may live at one time
 * @tracking: track without a ruleset too
 * @tcp_loose: take up TCP connections that are under way
 * @tcp_liberal: take segments that are out of their window, but RSTs
 * @max_expects: endpoints that may be expected at one time
 * @max_delayed: delayed rejects that may be due at one time
 * @checksum: verify checksums where the network card has not
 * @fragment_strict: fragments are put together only as the standards let
 * @fragment_first_whole: a first fragment has the whole header chain
 * @max_datagrams: datagrams in fragments that are kept account of
 * @verify: judge every packet a second time; see ct6_verify_set()
 * @adaptive_start: percent of @max from which flows that yield get less time,
 *	0 never
 * @adaptive_end: percent of @max at which they get the least
 * @adaptive_from: the same as flows; follows from these
 * @adaptive_to: likewise
 * @timeout: seconds, by enum ct6_timeout
 */
struct ct6_config {
	u32	max;
	u8	tracking;
	u8	tcp_loose;
	u8	tcp_liberal;
	u32	max_expects;
	u32	max_delayed;
	u8	checksum;
	u8	fragment_strict;
	u8	fragment_first_whole;
	u32	max_datagrams;
	u8	verify;
	u32	adaptive_start;
	u32	adaptive_end;
	u32	adaptive_from;
	u32	adaptive_to;
	u32	timeout[CT6_TIMEOUT_NR];
};

void ct6_config_default(struct ct6_config *config);
int ct6_config_check(const struct ct6_config *config, struct nlattr **attrs,
		     struct netlink_ext_ack *extack);
void ct6_config_change(struct ct6_config *config, struct nlattr **attrs);
int ct6_config_put(struct sk_buff *msg, const struct ct6_config *config);

#endif /* _CT6_CONFIG_H */
