// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker that ends flows whose time has run out. Lookups see none of
 * them already; this gives their memory back, a little at a time.
 */
#include <linux/rhashtable.h>
#include <linux/timekeeping.h>

#include "expect.h"
#include "expire.h"
#include "flow.h"
#include "net.h"
#include "pressure.h"
#include "table.h"

/* The longest one turn may take, and how often it looks at the clock. */
#define CT6_EXPIRE_SLICE	(NSEC_PER_MSEC)
#define CT6_EXPIRE_CHECK	64

/* Flows a second that a quiet worker looks at. */
#define CT6_EXPIRE_PACE		50000

/* Return: whether the walk has come to the table's end. */
static bool ct6_expire_slice(struct ct6_net *cn)
{
	u64 end = ktime_get_ns() + CT6_EXPIRE_SLICE;
	struct ct6_flow *flow;
	unsigned int seen = 0;
	bool done = true;

	rhashtable_walk_start(&cn->gc_iter);
	while ((flow = rhashtable_walk_next(&cn->gc_iter))) {
		/* the table changed its size, and the walk began anew */
		if (IS_ERR(flow))
			continue;
		if (++seen > CT6_EXPIRE_CHECK &&
		    ct6_table_first(&cn->gc_iter)) {
			seen = 0;
			if (ktime_get_ns() > end) {
				ct6_table_rewind(&cn->gc_iter);
				done = false;
				break;
			}
		}
		if (ct6_flow_expired(flow))
			ct6_flow_end(cn, flow, CT6_DESTROY_REASON_TIMEOUT);
		else if (ct6_pressure(cn))
			ct6_pressure_trim(cn, flow);
	}
	rhashtable_walk_stop(&cn->gc_iter);
	return done;
}

static void ct6_expire_walk_end(struct ct6_net *cn)
{
	if (cn->gc_walking)
		rhashtable_walk_exit(&cn->gc_iter);
	cn->gc_walking = false;
}

static void ct6_expire_work(struct work_struct *work)
{
	struct ct6_net *cn = container_of(to_delayed_work(work),
					  struct ct6_net, gc);
	unsigned long delay = 1;

	if (!cn->gc_walking)
		rhashtable_walk_enter(&cn->table, &cn->gc_iter);
	cn->gc_walking = true;
	if (ct6_expire_slice(cn)) {
		ct6_expire_walk_end(cn);
		ct6_expect_expire(cn);
		/* the more flows, the longer a round may take */
		delay = HZ;
		if (!ct6_pressure(cn))
			delay += HZ * (ct6_table_flows(&cn->table) /
				       CT6_EXPIRE_PACE);
	}
	queue_delayed_work(system_power_efficient_wq, &cn->gc, delay);
}

/**
 * ct6_expire_start() - begin to end flows
 * @cn: namespace, its table ready
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_expire_start(struct ct6_net *cn)
{
	INIT_DELAYED_WORK(&cn->gc, ct6_expire_work);
	cn->gc_walking = false;
	queue_delayed_work(system_power_efficient_wq, &cn->gc, HZ);
}

/**
 * ct6_expire_stop() - end no more flows
 * @cn: namespace
 *
 * Context: process; waits for a turn that runs.
 */
void ct6_expire_stop(struct ct6_net *cn)
{
	cancel_delayed_work_sync(&cn->gc);
	ct6_expire_walk_end(cn);
}
