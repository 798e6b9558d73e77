// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named sets and their elements from netlink: each refusal names the attribute
 * and the reason.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "netlink-gen.h"
#include "ruleset.h"
#include "set.h"

/* What nobody could mean, and what is said of it. */
static int ct6_set_parse_flags(struct ct6_set *set, struct nlattr **tb,
			       struct netlink_ext_ack *extack)
{
	if (tb[CT6_A_SET_FLAGS])
		set->flags = nla_get_u32(tb[CT6_A_SET_FLAGS]);
	if (tb[CT6_A_SET_TIMEOUT]) {
		set->flags |= CT6_SET_FLAGS_TIMEOUT;
		set->timeout = nla_get_u32(tb[CT6_A_SET_TIMEOUT]);
	}
	if (set->flags & CT6_SET_FLAGS_ANONYMOUS)
		set->flags |= CT6_SET_FLAGS_CONSTANT;
	if (set->flags & CT6_SET_FLAGS_CONSTANT &&
	    set->flags & CT6_SET_FLAGS_TIMEOUT) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_SET_FLAGS],
				    "elements of a constant set do not time out");
		return -EINVAL;
	}
	return 0;
}

static int ct6_set_parse_type(struct ct6_set *set, struct nlattr *attr,
			      struct netlink_ext_ack *extack)
{
	u32 type = nla_get_u32(attr);

	set->width = ct6_set_width(type);
	if (!set->width) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no such type of set");
		return -EINVAL;
	}
	set->type = type;
	return 0;
}

static int ct6_set_parse(struct ct6_sets *sets, const struct nlattr *nest,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_SET_MAX + 1], *name;
	struct ct6_set *set = &sets->set[sets->nr];
	int err;

	err = nla_parse_nested(tb, CT6_A_SET_MAX, nest, ct6_set_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_SET_NAME) ||
	    NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_SET_TYPE)) {
		NL_SET_ERR_MSG(extack, "a set needs a name and a type");
		return -EINVAL;
	}
	name = tb[CT6_A_SET_NAME];
	if (!*(char *)nla_data(name)) {
		NL_SET_ERR_MSG_ATTR(extack, name, "an empty name");
		return -EINVAL;
	}
	if (ct6_set_find(sets, nla_data(name))) {
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "another set has this name");
		return -EEXIST;
	}
	strscpy(set->name, nla_data(name), sizeof(set->name));
	if (tb[CT6_A_SET_SIZE])
		set->size = nla_get_u32(tb[CT6_A_SET_SIZE]);
	err = ct6_set_parse_type(set, tb[CT6_A_SET_TYPE], extack);
	if (!err)
		err = ct6_set_parse_flags(set, tb, extack);
	if (!err && tb[CT6_A_SET_COMMENT]) {
		set->comment = nla_strdup(tb[CT6_A_SET_COMMENT], GFP_KERNEL);
		if (!set->comment)
			err = -ENOMEM;
	}
	sets->nr++;
	return err;
}

/* When an element's time is over. */
static int ct6_set_parse_time(const struct ct6_set *set,
			      struct ct6_interval *item, struct nlattr **tb,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *timeout = tb[CT6_A_ELEM_TIMEOUT];
	struct nlattr *expires = tb[CT6_A_ELEM_EXPIRES];
	u32 seconds;

	if ((timeout || expires) && !(set->flags & CT6_SET_FLAGS_TIMEOUT)) {
		NL_SET_ERR_MSG_ATTR(extack, timeout ? timeout : expires,
				    "the set has no flag timeout");
		return -EINVAL;
	}
	item->timeout = timeout ? nla_get_u32(timeout) : set->timeout;
	seconds = expires ? nla_get_u32(expires) : item->timeout;
	if (seconds > item->timeout) {
		NL_SET_ERR_MSG_ATTR(extack, expires,
				    "more seconds are left than it was given");
		return -EINVAL;
	}
	if (seconds)
		item->expires = get_jiffies_64() + (u64)seconds * HZ;
	return 0;
}

static int ct6_set_parse_elem(const struct ct6_set *set,
			      struct ct6_interval *item,
			      const struct nlattr *nest,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_ELEM_MAX + 1];
	struct ct6_elem elem = {};
	int err;

	err = ct6_elem_parse(&elem, tb, nest, set->width, extack);
	if (err)
		return err;
	if (!ct6_elem_bounds(&elem, set->width, &item->first, &item->last)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_ELEM_MASK],
				    "the mask of a set's element is a prefix");
		return -EINVAL;
	}
	if (!(set->flags & CT6_SET_FLAGS_INTERVAL) &&
	    ct6_value_less(&item->first, &item->last)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "prefixes and ranges need a set with flag interval");
		return -EINVAL;
	}
	return ct6_set_parse_time(set, item, tb, extack);
}

/* The name in a nest of elements, or NULL. */
static const char *ct6_set_elems_name(const struct nlattr *nest)
{
	const struct nlattr *name = nla_find_nested(nest, CT6_A_SET_ELEMS_SET);

	return name ? nla_data(name) : NULL;
}

/* Does a message's attribute hold elements of a set? */
static bool ct6_set_elems_of(const struct nlattr *attr,
			     const struct ct6_set *set)
{
	const char *name;

	if (nla_type(attr) != CT6_A_RULESET_SET_ELEMS)
		return false;
	name = ct6_set_elems_name(attr);
	return name && !strcmp(name, set->name);
}

/* All elements that a message has for a set, as they come; to be freed. */
static int ct6_set_parse_batch(struct ct6_set_batch *batch,
			       const struct nlmsghdr *nlh, int hdrlen,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *attr, *elem;
	int rem, left, err;
	u32 nr = 0;

	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (!ct6_set_elems_of(attr, batch->set))
			continue;
		nla_for_each_nested(elem, attr, left)
			nr += nla_type(elem) == CT6_A_SET_ELEMS_ELEM;
	}
	batch->item = kvcalloc(nr + 1, sizeof(*batch->item), GFP_KERNEL);
	if (!batch->item)
		return -ENOMEM;
	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (!ct6_set_elems_of(attr, batch->set))
			continue;
		nla_for_each_nested(elem, attr, left) {
			if (nla_type(elem) != CT6_A_SET_ELEMS_ELEM)
				continue;
			err = ct6_set_parse_elem(batch->set,
						 &batch->item[batch->nr++],
						 elem, extack);
			if (err)
				return err;
		}
		cond_resched();
	}
	return 0;
}

/* The attribute of an element, found again by what it says. */
static const struct nlattr *
ct6_set_parse_place(const struct ct6_set_batch *batch,
		    const struct nlmsghdr *nlh, int hdrlen, u32 number)
{
	const struct ct6_interval *item = &batch->item[number];
	const struct nlattr *attr, *elem, *found = NULL;
	struct ct6_interval other;
	int rem, left;

	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (!ct6_set_elems_of(attr, batch->set))
			continue;
		nla_for_each_nested(elem, attr, left) {
			if (nla_type(elem) != CT6_A_SET_ELEMS_ELEM ||
			    ct6_set_parse_elem(batch->set, &other, elem, NULL))
				continue;
			if (!memcmp(&other.first, &item->first,
				    sizeof(other.first)) &&
			    !memcmp(&other.last, &item->last,
				    sizeof(other.last)))
				found = elem;
		}
	}
	return found;
}

static void ct6_set_parse_refuse(const struct ct6_set_batch *batch,
				 const struct nlmsghdr *nlh, int hdrlen,
				 u32 clash, int err,
				 struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;

	if (err == -EEXIST) {
		attr = ct6_set_parse_place(batch, nlh, hdrlen, clash);
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the element overlaps another one of its set");
	} else if (err == -ENOSPC) {
		attr = ct6_set_parse_place(batch, nlh, hdrlen, batch->nr - 1);
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "more elements than the size of the set");
	} else {
		NL_SET_ERR_MSG_MOD(extack, "no memory for the set");
	}
}

/**
 * ct6_set_parse_change() - change a set by a message
 * @sets: sets of a ruleset
 * @set: one of them
 * @nlh: message
 * @hdrlen: bytes in front of its attributes
 * @change: whether elements come or go; has the results
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0, or an error and nothing has changed.
 */
int ct6_set_parse_change(struct ct6_sets *sets, struct ct6_set *set,
			 const struct nlmsghdr *nlh, int hdrlen,
			 struct ct6_interval_change *change,
			 struct netlink_ext_ack *extack)
{
	struct ct6_set_batch batch = { .set = set };
	int err;

	err = ct6_set_parse_batch(&batch, nlh, hdrlen, extack);
	if (err)
		goto out;
	ct6_intervals_sort(batch.item, batch.nr);
	change->item = batch.item;
	change->nr = batch.nr;
	change->now = get_jiffies_64();
	change->max = ct6_set_max(set);
	err = ct6_set_change(sets, set, change);
	if (err)
		ct6_set_parse_refuse(&batch, nlh, hdrlen, change->clash, err,
				     extack);
out:
	kvfree(batch.item);
	change->item = NULL;
	return err;
}

/**
 * ct6_set_parse_name() - the set that a message is about
 * @sets: sets of a ruleset, NULL without one
 * @nlh: message
 * @hdrlen: bytes in front of its attributes
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: the set, or an ERR_PTR.
 */
struct ct6_set *ct6_set_parse_name(const struct ct6_sets *sets,
				   const struct nlmsghdr *nlh, int hdrlen,
				   struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	struct ct6_set *set = NULL;
	const char *name;
	int rem;

	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_SET_ELEMS)
			continue;
		name = ct6_set_elems_name(attr);
		if (!name) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "elements need the name of their set");
			return ERR_PTR(-EINVAL);
		}
		if (set && strcmp(name, set->name)) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "a request is about one set");
			return ERR_PTR(-EINVAL);
		}
		if (!set)
			set = ct6_set_find(sets, name);
		if (!set) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "no such set");
			return ERR_PTR(-ENOENT);
		}
	}
	if (set)
		return set;
	NL_SET_ERR_MSG_MOD(extack, "which set? set-elems is missing");
	return ERR_PTR(-EINVAL);
}

static int ct6_sets_parse_declared(struct ct6_ruleset *rs,
				   const struct nlmsghdr *nlh, int hdrlen,
				   struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int rem, err;
	u32 nr = 0;

	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_SET)
			continue;
		if (++nr > CT6_SET_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "more than 4096 sets");
			return -E2BIG;
		}
	}
	if (!nr)
		return 0;
	rs->sets = ct6_sets_alloc(nr);
	if (!rs->sets)
		return -ENOMEM;
	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_SET)
			continue;
		err = ct6_set_parse(rs->sets, attr, extack);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/**
 * ct6_sets_parse() - the sets of a ruleset from netlink, with their elements
 * @rs: ruleset in the making, without sets
 * @nlh: message, its attributes validated by policy
 * @hdrlen: bytes in front of them
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_sets_parse(struct ct6_ruleset *rs, const struct nlmsghdr *nlh,
		   int hdrlen, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	struct ct6_sets *sets;
	u32 i;
	int rem, err;

	err = ct6_sets_parse_declared(rs, nlh, hdrlen, extack);
	if (err)
		return err;
	sets = rs->sets;
	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		const char *name;

		if (nla_type(attr) != CT6_A_RULESET_SET_ELEMS)
			continue;
		name = ct6_set_elems_name(attr);
		if (name && ct6_set_find(sets, name))
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "elements of a set that there is not");
		return -ENOENT;
	}
	for (i = 0; sets && i < sets->nr; i++) {
		struct ct6_interval_change change = {};

		err = ct6_set_parse_change(sets, &sets->set[i], nlh, hdrlen,
					   &change, extack);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}
