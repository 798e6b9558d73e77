// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets that wait for their confirmation: who loads one and is cut off by
 * it has the former one back after a time, whatever becomes of the process or
 * the terminal that loaded it.
 */
#include <linux/jiffies.h>
#include <linux/math.h>
#include <net/genetlink.h>

#include "confirm.h"
#include "net.h"
#include "netlink.h"
#include "nl_ruleset.h"
#include "ruleset.h"

/* The former ruleset runs again, as a new generation: flows are judged again. */
static void ct6_confirm_rollback(struct ct6_net *cn)
{
	struct ct6_ruleset *former = cn->confirm.former;

	cn->confirm.former = NULL;
	cn->confirm.pending = false;
	if (former)
		former->generation = ct6_nl_generation_next(cn);
	ct6_ruleset_swap(cn, former);
	if (!former && !cn->config.tracking)
		ct6_net_deactivate(cn);
	ct6_nl_ruleset_event(cn, CT6_RULESET_CAUSE_ROLLBACK);
}

static void ct6_confirm_work(struct work_struct *work)
{
	struct ct6_net *cn = container_of(to_delayed_work(work),
					  struct ct6_net, confirm.work);

	mutex_lock(&cn->lock);
	/* it may have been confirmed, and another one begun to wait */
	if (cn->confirm.pending && time_after_eq(jiffies, cn->confirm.until))
		ct6_confirm_rollback(cn);
	mutex_unlock(&cn->lock);
}

/**
 * ct6_confirm_init() - nothing waits
 * @cn: namespace that is being made
 */
void ct6_confirm_init(struct ct6_net *cn)
{
	INIT_DELAYED_WORK(&cn->confirm.work, ct6_confirm_work);
}

/**
 * ct6_confirm_exit() - nothing will be taken back any more
 * @cn: namespace that goes, no operation under way; the former ruleset stays
 *	to be freed
 *
 * Context: process.
 */
void ct6_confirm_exit(struct ct6_net *cn)
{
	cancel_delayed_work_sync(&cn->confirm.work);
}

/**
 * ct6_confirm_begin() - the ruleset that runs now waits for its confirmation
 * @cn: namespace
 * @former: what ran before, or NULL; owned by this. When that waited itself,
 *	it is what ran before it that is kept
 * @seconds: until it runs again
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_confirm_begin(struct ct6_net *cn, struct ct6_ruleset *former,
		       u32 seconds)
{
	struct ct6_confirm *confirm = &cn->confirm;

	lockdep_assert_held(&cn->lock);
	if (confirm->pending)
		ct6_ruleset_free(former);
	else
		confirm->former = former;
	confirm->pending = true;
	confirm->until = jiffies + seconds * HZ;
	mod_delayed_work(system_wq, &confirm->work, seconds * HZ);
}

/**
 * ct6_confirm_end() - what runs stays
 * @cn: namespace
 *
 * Does nothing when nothing waits.
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_confirm_end(struct ct6_net *cn)
{
	lockdep_assert_held(&cn->lock);
	/* one that runs already waits for our lock, and finds nothing pending */
	cancel_delayed_work(&cn->confirm.work);
	ct6_ruleset_free(cn->confirm.former);
	cn->confirm.former = NULL;
	cn->confirm.pending = false;
}

/**
 * ct6_confirm_left() - time to confirm
 * @cn: namespace in which a ruleset waits
 *
 * Context: process, under ct6_net.lock.
 * Return: seconds, rounded up.
 */
u32 ct6_confirm_left(const struct ct6_net *cn)
{
	long left = cn->confirm.until - jiffies;

	return left > 0 ? DIV_ROUND_UP(left, HZ) : 0;
}

static int ct6_nl_confirm(struct ct6_net *cn, struct genl_info *info,
			  bool rollback)
{
	int err;

	err = ct6_nl_generation_check(cn, info);
	if (err)
		return err;
	if (!cn->confirm.pending) {
		NL_SET_ERR_MSG(info->extack,
			       "no ruleset waits for its confirmation");
		return -ENOENT;
	}
	if (rollback) {
		cancel_delayed_work(&cn->confirm.work);
		ct6_confirm_rollback(cn);
		return 0;
	}
	ct6_confirm_end(cn);
	ct6_nl_ruleset_event(cn, CT6_RULESET_CAUSE_CONFIRM);
	return 0;
}

static int ct6_nl_confirm_doit(struct genl_info *info, u8 cmd, bool rollback)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_ruleset *rs;
	struct sk_buff *msg;
	u32 generation;
	void *hdr;
	int err;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, cmd, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_confirm(cn, info, rollback);
	rs = ct6_nl_ruleset(cn);
	generation = rs ? rs->generation : 0;
	mutex_unlock(&cn->lock);
	if (!err)
		err = nla_put_u32(msg, CT6_A_RULESET_GENERATION, generation);
	return ct6_nl_send(msg, hdr, info, err);
}

int ct6_nl_ruleset_confirm_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ct6_nl_confirm_doit(info, CT6_CMD_RULESET_CONFIRM, false);
}

int ct6_nl_ruleset_rollback_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ct6_nl_confirm_doit(info, CT6_CMD_RULESET_ROLLBACK, true);
}
