/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rulesets that wait for their confirmation.
 */
#ifndef _CT6_CONFIRM_H
#define _CT6_CONFIRM_H

#include <linux/types.h>
#include <linux/workqueue.h>

struct ct6_net;
struct ct6_ruleset;

/**
 * struct ct6_confirm - what waits for a confirmation
 * @work: takes the former ruleset back
 * @former: ruleset that ran before, NULL for none; no packet meets it
 * @pending: the running ruleset waits
 * @until: when @work is due, jiffies
 *
 * All but @work under ct6_net.lock.
 */
struct ct6_confirm {
	struct delayed_work	work;
	struct ct6_ruleset	*former;
	bool			pending;
	unsigned long		until;
};

void ct6_confirm_init(struct ct6_net *cn);
void ct6_confirm_exit(struct ct6_net *cn);
void ct6_confirm_begin(struct ct6_net *cn, struct ct6_ruleset *former,
		       u32 seconds);
void ct6_confirm_end(struct ct6_net *cn);
u32 ct6_confirm_left(const struct ct6_net *cn);

#endif /* _CT6_CONFIRM_H */
