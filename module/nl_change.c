// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes of the running ruleset over netlink, all of a request or none.
 */
#include <net/genetlink.h>

#include "net.h"
#include "netlink.h"
#include "nl_ruleset.h"
#include "ruleset.h"

/**
 * struct ct6_changed - what a request came to
 * @generation: of the ruleset that runs now
 * @handle: of its first new rule
 * @adds: it has new rules
 */
struct ct6_changed {
	u32	generation;
	u64	handle;
	bool	adds;
};

static int ct6_nl_change(struct ct6_net *cn, struct genl_info *info,
			 struct ct6_changed *changed)
{
	struct ct6_ruleset *old = ct6_nl_ruleset(cn), *rs;
	u64 handle = cn->handle;
	int err;

	changed->generation = old ? old->generation : 0;
	err = ct6_nl_generation_check(cn, info);
	if (err)
		return err;
	rs = ct6_ruleset_edit(genl_info_net(info), old, info->nlhdr,
			      GENL_HDRLEN, &handle, info->extack);
	if (IS_ERR(rs))
		return PTR_ERR(rs);
	if (info->attrs[CT6_A_RULESET_CHECK]) {
		ct6_ruleset_free(rs);
		return 0;
	}
	err = ct6_nl_pending_check(cn, info);
	if (!err)
		err = ct6_nl_ruleset_start(cn, rs, CT6_RULESET_CAUSE_CHANGE,
					   info->extack);
	if (err) {
		ct6_ruleset_free(rs);
		return err;
	}
	changed->generation = rs->generation;
	changed->adds = handle != cn->handle;
	changed->handle = cn->handle + 1;
	cn->handle = handle;
	return 0;
}

static int ct6_nl_changed_put(struct sk_buff *msg,
			      const struct ct6_changed *changed)
{
	if (nla_put_u32(msg, CT6_A_RULESET_GENERATION, changed->generation) ||
	    (changed->adds &&
	     nla_put_u64_64bit(msg, CT6_A_RULESET_HANDLE, changed->handle,
			       CT6_A_RULESET_PAD)))
		return -EMSGSIZE;
	return 0;
}

int ct6_nl_ruleset_change_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_changed changed = {};
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, CT6_CMD_RULESET_CHANGE, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_change(cn, info, &changed);
	mutex_unlock(&cn->lock);
	if (!err)
		err = ct6_nl_changed_put(msg, &changed);
	return ct6_nl_send(msg, hdr, info, err);
}
