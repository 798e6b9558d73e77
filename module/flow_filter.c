// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filters of flows: read from a request, applied to each flow in the kernel,
 * so that what is not asked for never crosses to the user.
 */
#include <net/ipv6.h>
#include <net/netlink.h>

#include "flow.h"
#include "flow_filter.h"
#include "netlink-gen.h"

static int ct6_filter_prefix(struct ct6_flow_prefix *prefix,
			     const struct nlattr *addr,
			     const struct nlattr *len,
			     struct netlink_ext_ack *extack)
{
	if (len && !addr) {
		NL_SET_ERR_MSG_ATTR(extack, len,
				    "a prefix length without its address");
		return -EINVAL;
	}
	if (!addr)
		return 0;
	prefix->addr = nla_get_in6_addr(addr);
	prefix->len = len ? nla_get_u8(len) : 128;
	return 0;
}

static int ct6_filter_prefixes(struct ct6_flow_filter *filter,
			       struct nlattr **tb,
			       struct netlink_ext_ack *extack)
{
	int err;

	err = ct6_filter_prefix(&filter->addr, tb[CT6_A_FILTER_ADDR],
				tb[CT6_A_FILTER_ADDR_LEN], extack);
	if (!err)
		err = ct6_filter_prefix(&filter->saddr, tb[CT6_A_FILTER_SADDR],
					tb[CT6_A_FILTER_SADDR_LEN], extack);
	if (!err)
		err = ct6_filter_prefix(&filter->daddr, tb[CT6_A_FILTER_DADDR],
					tb[CT6_A_FILTER_DADDR_LEN], extack);
	return err;
}

static int ct6_filter_check(struct nlattr **tb, struct netlink_ext_ack *extack)
{
	if (tb[CT6_A_FILTER_STATE] && !tb[CT6_A_FILTER_L4PROTO]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_FILTER_STATE],
				    "a state needs its protocol");
		return -EINVAL;
	}
	if (tb[CT6_A_FILTER_MARK_MASK] && !tb[CT6_A_FILTER_MARK]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_FILTER_MARK_MASK],
				    "a mask without its mark");
		return -EINVAL;
	}
	return 0;
}

static void ct6_filter_words(struct ct6_flow_filter *filter,
			     struct nlattr **tb)
{
	if (tb[CT6_A_FILTER_L4PROTO])
		filter->l4proto = nla_get_u8(tb[CT6_A_FILTER_L4PROTO]);
	if (tb[CT6_A_FILTER_STATE])
		filter->state = nla_get_u8(tb[CT6_A_FILTER_STATE]);
	if (tb[CT6_A_FILTER_PORT])
		filter->port = nla_get_be16(tb[CT6_A_FILTER_PORT]);
	if (tb[CT6_A_FILTER_SPORT])
		filter->sport = nla_get_be16(tb[CT6_A_FILTER_SPORT]);
	if (tb[CT6_A_FILTER_DPORT])
		filter->dport = nla_get_be16(tb[CT6_A_FILTER_DPORT]);
	if (tb[CT6_A_FILTER_STATUS])
		filter->status = nla_get_u32(tb[CT6_A_FILTER_STATUS]);
	if (tb[CT6_A_FILTER_STATUS_CLEAR])
		filter->status_clear =
			nla_get_u32(tb[CT6_A_FILTER_STATUS_CLEAR]);
	if (tb[CT6_A_FILTER_MARK]) {
		filter->mark = nla_get_u32(tb[CT6_A_FILTER_MARK]);
		filter->mark_mask = ~0U;
	}
	if (tb[CT6_A_FILTER_MARK_MASK])
		filter->mark_mask = nla_get_u32(tb[CT6_A_FILTER_MARK_MASK]);
	if (tb[CT6_A_FILTER_IFINDEX])
		filter->ifindex = nla_get_u32(tb[CT6_A_FILTER_IFINDEX]);
}

/**
 * ct6_flow_filter_parse() - read a filter
 * @filter: result
 * @nest: CT6_A_FLOW_FILTER, or NULL for every flow
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or -EINVAL.
 */
int ct6_flow_filter_parse(struct ct6_flow_filter *filter,
			  const struct nlattr *nest,
			  struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_FILTER_IFINDEX + 1];
	int i, err;

	*filter = (struct ct6_flow_filter) {};
	if (!nest)
		return 0;
	err = nla_parse_nested(tb, CT6_A_FILTER_IFINDEX, nest,
			       ct6_filter_nl_policy, extack);
	if (!err)
		err = ct6_filter_check(tb, extack);
	if (!err)
		err = ct6_filter_prefixes(filter, tb, extack);
	if (err)
		return err;
	ct6_filter_words(filter, tb);
	for (i = 0; i < ARRAY_SIZE(tb); i++)
		if (tb[i])
			filter->present |= BIT(i);
	return 0;
}

static bool ct6_filter_in(const struct ct6_flow_prefix *prefix,
			  const struct in6_addr *addr)
{
	return ipv6_prefix_equal(&prefix->addr, addr, prefix->len);
}

static bool ct6_filter_addrs(const struct ct6_flow_filter *filter,
			     const struct ct6_flow *flow)
{
	const struct in6_addr *src = ct6_flow_src(flow, CT6_DIR_ORIG);
	const struct in6_addr *dst = ct6_flow_src(flow, CT6_DIR_REPLY);

	return ct6_filter_in(&filter->saddr, src) &&
	       ct6_filter_in(&filter->daddr, dst) &&
	       (ct6_filter_in(&filter->addr, src) ||
		ct6_filter_in(&filter->addr, dst));
}

/* A query's identifier is no port. */
static bool ct6_filter_ports(const struct ct6_flow_filter *filter,
			     const struct ct6_flow *flow)
{
	const u32 asked = filter->present & (BIT(CT6_A_FILTER_PORT) |
					     BIT(CT6_A_FILTER_SPORT) |
					     BIT(CT6_A_FILTER_DPORT));
	__be16 sport = ct6_flow_sport(flow, CT6_DIR_ORIG);
	__be16 dport = ct6_flow_sport(flow, CT6_DIR_REPLY);

	if (!asked)
		return true;
	if (flow->key.query)
		return false;
	if (asked & BIT(CT6_A_FILTER_SPORT) && filter->sport != sport)
		return false;
	if (asked & BIT(CT6_A_FILTER_DPORT) && filter->dport != dport)
		return false;
	return !(asked & BIT(CT6_A_FILTER_PORT)) || filter->port == sport ||
	       filter->port == dport;
}

static bool ct6_filter_facts(const struct ct6_flow_filter *filter,
			     const struct ct6_flow *flow)
{
	u32 status = atomic_read(&flow->status);
	u32 present = filter->present;

	if (present & BIT(CT6_A_FILTER_L4PROTO) &&
	    filter->l4proto != flow->key.l4proto)
		return false;
	if (present & BIT(CT6_A_FILTER_STATE) &&
	    filter->state != READ_ONCE(flow->state))
		return false;
	if (present & BIT(CT6_A_FILTER_IFINDEX) &&
	    filter->ifindex != flow->first.iif &&
	    filter->ifindex != flow->first.oif)
		return false;
	if ((READ_ONCE(flow->mark) ^ filter->mark) & filter->mark_mask)
		return false;
	return (status & filter->status) == filter->status &&
	       !(status & filter->status_clear);
}

/**
 * ct6_flow_filter_match() - does a flow meet a filter?
 * @filter: filter
 * @flow: flow
 *
 * Context: under RCU.
 */
bool ct6_flow_filter_match(const struct ct6_flow_filter *filter,
			   const struct ct6_flow *flow)
{
	return ct6_filter_facts(filter, flow) &&
	       ct6_filter_addrs(filter, flow) &&
	       ct6_filter_ports(filter, flow);
}
