// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marks that rules set. A bit of the new mark is one of the old mark, of the
 * other mark, a constant, or the xor of these; so are all that ip6tables and
 * nft make with masks of and, or and xor.
 */
#include <linux/slab.h>
#include <net/netlink.h>

#include "expr.h"
#include "mark.h"
#include "netlink-gen.h"

/**
 * ct6_mark_set() - set the mark of a packet
 * @mark: mark
 * @pkt: packet; when it is judged again, its skb has it not
 * @fields: its fields
 *
 * Context: under RCU, BHs off.
 */
void ct6_mark_set(u32 mark, struct ct6_packet *pkt, struct ct6_fields *fields)
{
	pkt->mark = mark;
	ct6_fields_forget(fields, CT6_FIELD_MARK);
	if (!pkt->rejudge)
		pkt->skb->mark = mark;
}

/**
 * ct6_mark_set_flow() - set the mark of a packet's flow
 * @mark: mark
 * @pkt: packet; the flow has the mark when the packet is accepted
 * @fields: its fields
 *
 * Context: under RCU, BHs off.
 */
void ct6_mark_set_flow(u32 mark, struct ct6_packet *pkt,
		       struct ct6_fields *fields)
{
	pkt->ct_mark = mark;
	ct6_fields_forget(fields, CT6_FIELD_CT_MARK);
	pkt->ct_mark_set = true;
}

/**
 * ct6_mark_apply() - make a mark and set it
 * @mark: how
 * @pkt: packet
 * @fields: its fields
 *
 * A packet that is invalid or untracked has no flow, and so no mark of it to
 * take or to set: nothing is done, as in ip6tables.
 *
 * Context: under RCU, BHs off.
 */
void ct6_mark_apply(const struct ct6_mark *mark, struct ct6_packet *pkt,
		    struct ct6_fields *fields)
{
	const u8 none = CT6_CT_STATE_INVALID | CT6_CT_STATE_UNTRACKED;

	if ((mark->of_flow || mark->take) && pkt->ct_state & none)
		return;
	if (mark->of_flow)
		ct6_mark_set_flow((pkt->ct_mark & mark->keep) ^
				  (pkt->mark & mark->take) ^ mark->value, pkt,
				  fields);
	else
		ct6_mark_set((pkt->mark & mark->keep) ^
			     (pkt->ct_mark & mark->take) ^ mark->value, pkt,
			     fields);
}

/**
 * ct6_mark_parse() - an expression that makes a mark, from netlink
 * @expr: result; ct6_expr_free() is due also after an error
 * @nest: validated attribute CT6_A_EXPR_MARK
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_mark_parse(struct ct6_expr *expr, const struct nlattr *nest,
		   struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_MARK_MAX + 1];
	struct ct6_mark *mark;
	int err;

	err = nla_parse_nested(tb, CT6_A_MARK_MAX, nest, ct6_mark_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_MARK_OF)) {
		NL_SET_ERR_MSG(extack, "which mark is to be set?");
		return -EINVAL;
	}
	mark = kzalloc(sizeof(*mark), GFP_KERNEL);
	if (!mark)
		return -ENOMEM;
	expr->make = mark;
	expr->varies = true;
	mark->of_flow = nla_get_u32(tb[CT6_A_MARK_OF]) == CT6_MARK_OF_FLOW;
	if (tb[CT6_A_MARK_KEEP])
		mark->keep = nla_get_u32(tb[CT6_A_MARK_KEEP]);
	if (tb[CT6_A_MARK_TAKE])
		mark->take = nla_get_u32(tb[CT6_A_MARK_TAKE]);
	if (tb[CT6_A_MARK_VALUE])
		mark->value = nla_get_u32(tb[CT6_A_MARK_VALUE]);
	return 0;
}

/**
 * ct6_mark_put() - write into a message how a mark is made
 * @msg: message, in the nest of the expression
 * @mark: how
 *
 * Return: 0 or -EMSGSIZE.
 */
int ct6_mark_put(struct sk_buff *msg, const struct ct6_mark *mark)
{
	u32 of = mark->of_flow ? CT6_MARK_OF_FLOW : CT6_MARK_OF_PACKET;

	if (nla_put_u32(msg, CT6_A_MARK_OF, of) ||
	    (mark->keep && nla_put_u32(msg, CT6_A_MARK_KEEP, mark->keep)) ||
	    (mark->take && nla_put_u32(msg, CT6_A_MARK_TAKE, mark->take)) ||
	    (mark->value && nla_put_u32(msg, CT6_A_MARK_VALUE, mark->value)))
		return -EMSGSIZE;
	return 0;
}
