// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named sets over netlink: change their elements, show them.
 */
#include <net/genetlink.h>
#include <net/sock.h>

#include "net.h"
#include "netlink.h"
#include "ruleset.h"
#include "set.h"

/* Bytes of a nest of elements; one more element still fits into 16 bits. */
#define CT6_NL_ELEMS_MAX	60000

/**
 * struct ct6_nl_set_place - where a dump goes on
 * @item: number, which netlink_callback.args[0] is for a ruleset's dump
 * @elems: the set itself was told, its elements follow
 * @next: from here
 */
struct ct6_nl_set_place {
	long			item;
	long			elems;
	struct ct6_value	next;
};

static struct ct6_nl_set_place *ct6_nl_set_place(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct ct6_nl_set_place) > sizeof(cb->ctx));
	return (struct ct6_nl_set_place *)cb->ctx;
}

static struct ct6_sets *ct6_nl_sets(const struct ct6_net *cn)
{
	struct ct6_ruleset *rs =
		rcu_dereference_protected(cn->ruleset,
					  lockdep_is_held(&cn->lock));

	return rs ? rs->sets : NULL;
}

static int ct6_nl_set_head_put(struct sk_buff *msg, const struct ct6_set *set)
{
	const struct ct6_intervals *intervals = rcu_dereference(set->intervals);
	struct nlattr *nest = nla_nest_start(msg, CT6_A_RULESET_SET);

	if (!nest || nla_put_string(msg, CT6_A_SET_NAME, set->name) ||
	    nla_put_u32(msg, CT6_A_SET_TYPE, set->type) ||
	    (set->flags && nla_put_u32(msg, CT6_A_SET_FLAGS, set->flags)) ||
	    (set->timeout &&
	     nla_put_u32(msg, CT6_A_SET_TIMEOUT, set->timeout)) ||
	    (set->size && nla_put_u32(msg, CT6_A_SET_SIZE, set->size)) ||
	    (set->comment &&
	     nla_put_string(msg, CT6_A_SET_COMMENT, set->comment)) ||
	    nla_put_u32(msg, CT6_A_SET_NR_ELEMS,
			intervals ? intervals->nr : 0))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int ct6_nl_set_elem_put(struct sk_buff *msg, const struct ct6_set *set,
			       const struct ct6_interval *item, u64 now)
{
	struct nlattr *nest = nla_nest_start(msg, CT6_A_SET_ELEMS_ELEM);
	u64 left;

	if (!nest || ct6_nl_value_put(msg, CT6_A_ELEM_DATA, &item->first,
				      set->width))
		goto cancel;
	if (ct6_value_less(&item->first, &item->last) &&
	    ct6_nl_value_put(msg, CT6_A_ELEM_END, &item->last, set->width))
		goto cancel;
	if (item->timeout != set->timeout &&
	    nla_put_u32(msg, CT6_A_ELEM_TIMEOUT, item->timeout))
		goto cancel;
	if (item->expires) {
		/* a part of a second is one that is left */
		left = min_t(u64, item->timeout,
			     DIV_ROUND_UP_ULL(item->expires - now, HZ));
		if (nla_put_u32(msg, CT6_A_ELEM_EXPIRES, left))
			goto cancel;
	}
	nla_nest_end(msg, nest);
	return 0;

cancel:
	if (nest)
		nla_nest_cancel(msg, nest);
	return -EMSGSIZE;
}

/* The value behind another; false when there is none. */
static bool ct6_nl_value_next(struct ct6_value *value)
{
	if (!++value->lo)
		return ++value->hi;
	return true;
}

/* Return: 1 when more follow, 0 at the end, -EMSGSIZE when none fits. */
static int ct6_nl_set_elems_put(struct sk_buff *msg, const struct ct6_set *set,
				struct ct6_value *next)
{
	const struct ct6_intervals *intervals = rcu_dereference(set->intervals);
	const struct ct6_interval *item = ct6_intervals_from(intervals, next);
	u64 now = get_jiffies_64();
	struct nlattr *nest;
	u32 begin = msg->len, nr = 0;

	nest = nla_nest_start(msg, CT6_A_RULESET_SET_ELEMS);
	if (!nest || nla_put_string(msg, CT6_A_SET_ELEMS_SET, set->name))
		return -EMSGSIZE;
	for (; item; item = ct6_intervals_from(intervals, next)) {
		if (!ct6_interval_over(item, now)) {
			if (msg->len - begin > CT6_NL_ELEMS_MAX)
				break;
			if (ct6_nl_set_elem_put(msg, set, item, now)) {
				if (!nr)
					return -EMSGSIZE;
				break;
			}
			nr++;
		}
		*next = item->last;
		if (!ct6_nl_value_next(next)) {
			item = NULL;
			break;
		}
	}
	nla_nest_end(msg, nest);
	return item ? 1 : 0;
}

/**
 * ct6_nl_set_put() - write a set, or a part of it, into a message of a dump
 * @msg: message
 * @cb: dump, which remembers the place in the set
 * @set: set
 *
 * Context: process.
 * Return: 1 when another message is needed for what follows, 0 at the set's
 *	end, -EMSGSIZE when nothing fits into this one.
 */
int ct6_nl_set_put(struct sk_buff *msg, struct netlink_callback *cb,
		   const struct ct6_set *set)
{
	struct ct6_nl_set_place *place = ct6_nl_set_place(cb);
	int more;

	rcu_read_lock();
	if (place->elems) {
		more = ct6_nl_set_elems_put(msg, set, &place->next);
		if (!more)
			place->elems = 0;
	} else {
		more = ct6_nl_set_head_put(msg, set);
		if (!more && rcu_dereference(set->intervals)) {
			place->elems = 1;
			place->next = (struct ct6_value) {};
			more = 1;
		}
	}
	rcu_read_unlock();
	return more;
}

/*
 * While a ruleset waits for its confirmation, the one that would come back has
 * its set of the same name changed as well: whom an operator or a program has
 * banned meanwhile stays so. What cannot be done there is told, not refused.
 */
static void ct6_nl_set_follow(struct ct6_net *cn, struct genl_info *info,
			      const struct ct6_sets *sets,
			      const struct ct6_set *set, u8 cmd, bool remove)
{
	struct ct6_ruleset *former = cn->confirm.former;
	struct ct6_interval_change change = { .remove = remove };
	struct netlink_ext_ack extack = {};
	struct ct6_set *twin;
	u32 went;

	if (!former || former->sets == sets)
		return;
	twin = ct6_set_find(former->sets, set->name);
	if (!twin || twin->type != set->type ||
	    twin->flags & CT6_SET_FLAGS_CONSTANT)
		return;
	if (cmd == CT6_CMD_SET_FLUSH)
		ct6_set_flush(former->sets, twin, &went);
	else if (ct6_set_parse_change(former->sets, twin, info->nlhdr,
				      GENL_HDRLEN, &change, &extack))
		NL_SET_ERR_MSG(info->extack,
			       "done, but the former ruleset's set cannot take it");
}

static int ct6_nl_set_change(struct genl_info *info, u8 cmd, bool remove,
			     u32 *count)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_interval_change change = { .remove = remove };
	struct ct6_sets *sets;
	struct ct6_set *set;
	int err = 0;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	sets = ct6_nl_sets(cn);
	set = ct6_set_parse_name(sets, info->nlhdr, GENL_HDRLEN, info->extack);
	if (IS_ERR(set)) {
		err = PTR_ERR(set);
	} else if (set->flags & CT6_SET_FLAGS_CONSTANT) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[CT6_A_RULESET_SET_ELEMS],
				    "the set is constant");
		err = -EPERM;
	} else if (cmd == CT6_CMD_SET_FLUSH) {
		ct6_set_flush(sets, set, count);
	} else {
		err = ct6_set_parse_change(sets, set, info->nlhdr, GENL_HDRLEN,
					   &change, info->extack);
		*count = remove ? change.went : change.came;
	}
	if (!err)
		ct6_nl_set_follow(cn, info, sets, set, cmd, remove);
	mutex_unlock(&cn->lock);
	return err;
}

static int ct6_nl_set_answer(struct genl_info *info, u8 cmd, bool remove)
{
	struct nlattr *nest;
	struct sk_buff *msg;
	u32 count = 0;
	void *hdr;
	int err;

	msg = ct6_nl_reply(info, cmd, &hdr);
	if (!msg)
		return -ENOMEM;
	err = ct6_nl_set_change(info, cmd, remove, &count);
	if (!err) {
		nest = nla_nest_start(msg, CT6_A_RULESET_SET_ELEMS);
		if (!nest || nla_put_u32(msg, CT6_A_SET_ELEMS_COUNT, count))
			err = -EMSGSIZE;
		else
			nla_nest_end(msg, nest);
	}
	return ct6_nl_send(msg, hdr, info, err);
}

int ct6_nl_set_elem_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ct6_nl_set_answer(info, CT6_CMD_SET_ELEM_ADD, false);
}

int ct6_nl_set_elem_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ct6_nl_set_answer(info, CT6_CMD_SET_ELEM_DEL, true);
}

int ct6_nl_set_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ct6_nl_set_answer(info, CT6_CMD_SET_FLUSH, true);
}

int ct6_nl_set_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_set *set;
	struct sk_buff *msg;
	void *hdr;
	int err = 0;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, CT6_CMD_SET_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	set = ct6_set_parse_name(ct6_nl_sets(cn), info->nlhdr, GENL_HDRLEN,
				 info->extack);
	if (IS_ERR(set)) {
		err = PTR_ERR(set);
	} else {
		rcu_read_lock();
		err = ct6_nl_set_head_put(msg, set);
		rcu_read_unlock();
	}
	mutex_unlock(&cn->lock);
	return ct6_nl_send(msg, hdr, info, err);
}

/* What a place says of the set, when it does not say which one it is. */
#define CT6_NL_SET_UNKNOWN	0
#define CT6_NL_SET_DONE		(-1)

/*
 * Which set it is, is asked once: another ruleset makes the dump inconsistent.
 * Not in the dump's start, where kernels before 6.4 have no extack.
 */
static int ct6_nl_set_dump_find(struct netlink_callback *cb,
				const struct ct6_sets *sets)
{
	struct ct6_nl_set_place *place = ct6_nl_set_place(cb);
	const struct ct6_set *set;

	if (place->item != CT6_NL_SET_UNKNOWN)
		return 0;
	set = ct6_set_parse_name(sets, cb->nlh, GENL_HDRLEN, cb->extack);
	if (IS_ERR(set))
		return PTR_ERR(set);
	place->item = 1 + set - sets->set;
	return 0;
}

static int ct6_nl_set_dump(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct ct6_sets *sets)
{
	struct ct6_nl_set_place *place = ct6_nl_set_place(cb);
	int more, err;
	void *hdr;

	err = ct6_nl_set_dump_find(cb, sets);
	if (err)
		return err;
	while (place->item > 0 && sets && place->item <= sets->nr) {
		hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				  cb->nlh->nlmsg_seq, &ct6_nl_family,
				  NLM_F_MULTI, CT6_CMD_SET_GET);
		if (!hdr)
			break;
		genl_dump_check_consistent(cb, hdr);
		more = ct6_nl_set_put(skb, cb, &sets->set[place->item - 1]);
		if (more < 0) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
		if (!more)
			place->item = CT6_NL_SET_DONE;
	}
	return skb->len;
}

int ct6_nl_set_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ct6_net *cn = ct6_net_make(sock_net(skb->sk));
	const struct ct6_ruleset *rs;
	int len;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	rs = rcu_dereference_protected(cn->ruleset,
				       lockdep_is_held(&cn->lock));
	cb->seq = 1 + (rs ? rs->generation : 0);
	len = ct6_nl_set_dump(skb, cb, ct6_nl_sets(cn));
	mutex_unlock(&cn->lock);
	return len;
}
