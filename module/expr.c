// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: fields of a packet, comparisons, and statements that go on.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>

#include "compat.h"
#include "count.h"
#include "expr.h"
#include "exthdr.h"
#include "flow.h"
#include "interval.h"
#include "limit.h"
#include "mark.h"
#include "set.h"
#include "recent.h"
#include "route.h"
#include "sender.h"

/**
 * struct ct6_field_info - a field
 * @width: bytes in a match
 * @varies: may differ between packets of one direction of a flow
 * @once: is not kept of a flow's first packet
 */
struct ct6_field_info {
	u8	width;
	bool	varies;
	bool	once;
};

static const struct ct6_field_info ct6_fields[] = {
	[CT6_FIELD_IIFNAME]	= { 16 },
	[CT6_FIELD_OIFNAME]	= { 16 },
	[CT6_FIELD_SADDR]	= { 16 },
	[CT6_FIELD_DADDR]	= { 16 },
	[CT6_FIELD_L4PROTO]	= { 1 },
	[CT6_FIELD_NEXTHDR]	= { 1, true },
	[CT6_FIELD_HOPLIMIT]	= { 1, true },
	[CT6_FIELD_DSCP]	= { 1, true },
	[CT6_FIELD_LENGTH]	= { 4, true },
	[CT6_FIELD_SPORT]	= { 2 },
	[CT6_FIELD_DPORT]	= { 2 },
	[CT6_FIELD_TCP_FLAGS]	= { 1, true },
	[CT6_FIELD_ICMPV6_TYPE]	= { 1, true },
	[CT6_FIELD_ICMPV6_CODE]	= { 1, true },
	[CT6_FIELD_CT_STATE]	= { 1 },
	[CT6_FIELD_CT_DIRECTION]	= { 1 },
	[CT6_FIELD_CT_MARK]	= { 4, true },
	[CT6_FIELD_MARK]	= { 4, true },
	[CT6_FIELD_PKTTYPE]	= { 1, true },
	[CT6_FIELD_EXTHDR]	= { 2, true },
	[CT6_FIELD_RT_TYPE]	= { 1, true },
	[CT6_FIELD_RT_SEG_LEFT]	= { 1, true },
	/* routes change while flows live */
	[CT6_FIELD_SADDR_TYPE]	= { 1, true },
	[CT6_FIELD_DADDR_TYPE]	= { 1, true },
	[CT6_FIELD_SADDR_IIF_TYPE]	= { 1, true },
	[CT6_FIELD_DADDR_IIF_TYPE]	= { 1, true },
	[CT6_FIELD_SADDR_OIF_TYPE]	= { 1, true },
	[CT6_FIELD_DADDR_OIF_TYPE]	= { 1, true },
	[CT6_FIELD_RPATH]	= { 1, true },
	[CT6_FIELD_ETHER_SADDR]	= { 6, true, true },
	[CT6_FIELD_SKUID]	= { 4, true, true },
	[CT6_FIELD_SKGID]	= { 4, true, true },
	[CT6_FIELD_FLOWLABEL]	= { 4, true, true },
	[CT6_FIELD_FRAG_ID]	= { 4, true, true },
	[CT6_FIELD_FRAG_OFF]	= { 2, true, true },
	[CT6_FIELD_FRAG_MORE]	= { 1, true, true },
	[CT6_FIELD_FRAG_RESERVED]	= { 1, true, true },
	[CT6_FIELD_FRAG_RESERVED2]	= { 1, true, true },
	[CT6_FIELD_HBH_HDRLENGTH]	= { 1, true, true },
	[CT6_FIELD_HBH_OPTIONS]	= { 16, true, true },
	[CT6_FIELD_DST_HDRLENGTH]	= { 1, true, true },
	[CT6_FIELD_DST_OPTIONS]	= { 16, true, true },
	[CT6_FIELD_RT_HDRLENGTH]	= { 1, true, true },
	[CT6_FIELD_AH_HDRLENGTH]	= { 1, true, true },
	[CT6_FIELD_AH_RESERVED]	= { 2, true, true },
	[CT6_FIELD_AH_SPI]	= { 4, true, true },
	[CT6_FIELD_ESP_SPI]	= { 4, true, true },
	[CT6_FIELD_MH_TYPE]	= { 1, true, true },
};

static_assert(ARRAY_SIZE(ct6_fields) == CT6_FIELD_MAX + 1);

/**
 * ct6_field_width() - bytes of a field in a match
 * @field: field
 *
 * Return: the width, or 0 when there is no such field.
 */
unsigned int ct6_field_width(enum ct6_field field)
{
	return field <= CT6_FIELD_MAX ? ct6_fields[field].width : 0;
}

/**
 * ct6_field_varies() - may a field differ between packets of a flow?
 * @field: a valid field
 */
bool ct6_field_varies(enum ct6_field field)
{
	return ct6_fields[field].varies;
}

/**
 * ct6_field_once() - is a field not kept of a flow's first packet?
 * @field: a valid field
 */
bool ct6_field_once(enum ct6_field field)
{
	return ct6_fields[field].once;
}

static bool ct6_field_wide(struct ct6_value *value, const void *data)
{
	value->hi = get_unaligned_be64(data);
	value->lo = get_unaligned_be64(data + 8);
	return true;
}

/* Half a name: the bytes behind a NUL are cleared. Return: is there one? */
static bool ct6_name_end(u64 *half)
{
	const u64 low = 0x7f7f7f7f7f7f7f7f;
	/* 0x80 in each byte that is 0, and in no other */
	u64 nul = ~(((*half & low) + low) | *half | low);

	if (!nul)
		return false;
	/* the first NUL is the highest one; what is above it stays */
	*half &= ~(U64_MAX >> (64 - fls64(nul)));
	return true;
}

/*
 * A name is compared with all of its 16 bytes, and what a longer name left
 * behind a rename must not show. Without a device the name is empty, as in
 * nft and ip6tables: "not eth0" is true of it.
 */
static bool ct6_field_device(struct ct6_value *value,
			     const struct net_device *dev)
{
	BUILD_BUG_ON(IFNAMSIZ != CT6_DATA_MAX);
	if (!dev) {
		value->lo = 0;
		return true;
	}
	ct6_field_wide(value, dev->name);
	if (ct6_name_end(&value->hi))
		value->lo = 0;
	else
		ct6_name_end(&value->lo);
	return true;
}

/* Of a packet in words, or of a flow's first one, of which nothing is known. */
static bool ct6_field_told(const struct ct6_fields *told, enum ct6_field field,
			   struct ct6_value *value)
{
	if (!told || !(told->has & BIT_ULL(field)))
		return false;
	*value = told->value[field];
	return true;
}

/**
 * ct6_field_load() - read a field of a packet
 * @pkt: packet
 * @field: a valid field
 * @value: result
 *
 * Context: under RCU.
 * Return: false when the packet has no such field.
 */
bool ct6_field_load(const struct ct6_packet *pkt, enum ct6_field field,
		    struct ct6_value *value)
{
	value->hi = 0;
	switch (field) {
	case CT6_FIELD_IIFNAME:
		return ct6_field_device(value, pkt->in);
	case CT6_FIELD_OIFNAME:
		return ct6_field_device(value, pkt->out);
	case CT6_FIELD_SADDR:
		return ct6_field_wide(value, pkt->saddr);
	case CT6_FIELD_DADDR:
		return ct6_field_wide(value, pkt->daddr);
	case CT6_FIELD_L4PROTO:
		value->lo = pkt->l4proto;
		return true;
	case CT6_FIELD_NEXTHDR:
		value->lo = pkt->nexthdr;
		return true;
	case CT6_FIELD_HOPLIMIT:
		value->lo = pkt->hoplimit;
		return true;
	case CT6_FIELD_DSCP:
		value->lo = pkt->tclass >> 2;
		return true;
	case CT6_FIELD_LENGTH:
		value->lo = pkt->len;
		return true;
	case CT6_FIELD_SPORT:
		value->lo = ntohs(pkt->sport);
		return pkt->has_ports;
	case CT6_FIELD_DPORT:
		value->lo = ntohs(pkt->dport);
		return pkt->has_ports;
	case CT6_FIELD_TCP_FLAGS:
		value->lo = pkt->tcp.flags;
		return pkt->has_tcp;
	case CT6_FIELD_ICMPV6_TYPE:
		value->lo = pkt->icmp_type;
		return pkt->has_icmp;
	case CT6_FIELD_ICMPV6_CODE:
		value->lo = pkt->icmp_code;
		return pkt->has_icmp;
	case CT6_FIELD_CT_STATE:
		value->lo = pkt->ct_state;
		return true;
	case CT6_FIELD_CT_DIRECTION:
		value->lo = pkt->dir;
		return pkt->flow;
	case CT6_FIELD_CT_MARK:
		value->lo = pkt->ct_mark;
		return pkt->ct_state != CT6_CT_STATE_INVALID &&
		       pkt->ct_state != CT6_CT_STATE_UNTRACKED;
	case CT6_FIELD_MARK:
		value->lo = pkt->mark;
		return true;
	case CT6_FIELD_PKTTYPE:
		value->lo = pkt->pkttype;
		return true;
	case CT6_FIELD_EXTHDR:
		value->lo = pkt->exthdrs;
		return true;
	case CT6_FIELD_RT_TYPE:
		value->lo = pkt->rt_type;
		return pkt->has_rt;
	case CT6_FIELD_RT_SEG_LEFT:
		value->lo = pkt->rt_left;
		return pkt->has_rt;
	case CT6_FIELD_SADDR_TYPE ... CT6_FIELD_RPATH:
		return ct6_route_field(pkt, field, &value->lo);
	case CT6_FIELD_ETHER_SADDR ... CT6_FIELD_FLOWLABEL:
		if (!pkt->skb)
			return ct6_field_told(pkt->told, field, value);
		return ct6_sender_field(pkt, field, &value->lo);
	case CT6_FIELD_FRAG_ID ... CT6_FIELD_MH_TYPE:
		if (!pkt->skb)
			return ct6_field_told(pkt->told, field, value);
		return ct6_exthdr_field(pkt, field, value);
	default:
		return false;
	}
}

/* The index first, and what it cannot hold one after the other. */
static bool ct6_match_many(const struct ct6_match *match,
			   const struct ct6_value *value)
{
	u32 i;

	if (ct6_intervals_have(match->index, value))
		return true;
	for (i = 0; match->nr_odd && i < match->nr; i++)
		if (!match->elem[i].indexed &&
		    ct6_elem_match(&match->elem[i], value))
			return true;
	return false;
}

/**
 * ct6_match_any() - is a value one of a match's elements?
 * @match: comparison
 * @value: of its field
 *
 * Inverted or not is for the caller.
 *
 * Context: under RCU.
 */
bool ct6_match_any(const struct ct6_match *match,
		   const struct ct6_value *value)
{
	u32 i;

	if (match->set)
		return ct6_set_has(match->set, value);
	if (match->map)
		return match->map[value->lo / 64] >> value->lo % 64 & 1;
	if (match->index)
		return ct6_match_many(match, value);
	for (i = 0; i < match->nr; i++)
		if (ct6_elem_match(&match->elem[i], value))
			return true;
	return false;
}

/**
 * ct6_fields_load() - read a field that no rule has asked for yet
 * @fields: fields of @pkt
 * @pkt: packet
 * @field: a valid field
 *
 * Context: under RCU.
 */
void ct6_fields_load(struct ct6_fields *fields, const struct ct6_packet *pkt,
		     enum ct6_field field)
{
	BUILD_BUG_ON(CT6_FIELD_MAX >= 64);
	fields->asked |= BIT_ULL(field);
	if (ct6_field_load(pkt, field, &fields->value[field]))
		fields->has |= BIT_ULL(field);
}

static void ct6_log_apply(const struct ct6_log *log,
			  const struct ct6_packet *pkt)
{
	const struct nf_hook_state *state = pkt->state;

	nf_log_packet(state->net, NFPROTO_IPV6, state->hook, pkt->skb,
		      pkt->in, pkt->out, &log->info, "%s", log->prefix);
}

/**
 * ct6_expr_apply() - apply an expression that is no verdict
 * @expr: expression
 * @pkt: packet
 * @fields: its fields; those that the expression changes are forgotten
 *
 * Has no effect on or for a packet that is judged again; its limits pass, and
 * ct6_rules_judge() asks no recent table for it.
 *
 * Context: under RCU, BHs off.
 * Return: whether the rule goes on.
 */
bool ct6_expr_apply(const struct ct6_expr *expr, struct ct6_packet *pkt,
		    struct ct6_fields *fields)
{
	pkt->varies |= expr->varies;
	switch (expr->kind) {
	case CT6_EXPR_MATCH_ONCE:
		return ct6_match_apply(expr->match, pkt, fields);
	case CT6_EXPR_LIMIT:
		if (pkt->rejudge) {
			pkt->guessed = true;
			return !expr->limit->over;
		}
		return ct6_limit_match(expr->limit, pkt);
	case CT6_EXPR_COUNT:
		pkt->guessed |= pkt->rejudge;
		return ct6_count_match(expr->count, pkt);
	case CT6_EXPR_RECENT:
		return ct6_recent_match(expr->recent, pkt);
	case CT6_EXPR_LOG:
		if (!pkt->rejudge)
			ct6_log_apply(expr->log, pkt);
		return true;
	case CT6_EXPR_SET_MARK:
		ct6_mark_set(expr->mark, pkt, fields);
		return true;
	case CT6_EXPR_SET_CT_MARK:
		ct6_mark_set_flow(expr->mark, pkt, fields);
		return true;
	case CT6_EXPR_MARK:
		ct6_mark_apply(expr->make, pkt, fields);
		return true;
	case CT6_EXPR_FILTERING:
		pkt->filtering = expr->choice;
		return true;
	case CT6_EXPR_HELPER:
		pkt->helper = expr->choice;
		return true;
	default:
		return true;
	}
}

/**
 * ct6_expr_free() - free what an expression holds
 * @expr: expression that no packet meets any more; may be half made
 *
 * Context: process.
 */
void ct6_expr_free(struct ct6_expr *expr)
{
	switch (expr->kind) {
	case CT6_EXPR_MATCH:
	case CT6_EXPR_MATCH_ONCE:
		if (expr->match) {
			ct6_intervals_free(expr->match->index);
			kfree(expr->match->map);
		}
		kvfree(expr->match);
		break;
	case CT6_EXPR_LIMIT:
		ct6_limit_free(expr->limit);
		break;
	case CT6_EXPR_COUNT:
		ct6_count_free(expr->count);
		break;
	case CT6_EXPR_RECENT:
		ct6_recent_free(expr->recent);
		break;
	case CT6_EXPR_LOG:
		if (!expr->log)
			break;
		nf_logger_put(NFPROTO_IPV6, expr->log->info.type);
		kfree(expr->log);
		break;
	case CT6_EXPR_MARK:
		kfree(expr->make);
		break;
	}
}
