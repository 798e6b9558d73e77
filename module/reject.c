// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers of reject statements. They leave through LOCAL_OUT while the hook
 * that rejects still runs, and must not be looked up as packets of the
 * connection that they refuse: a flag of this CPU tells them apart.
 */
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <net/netfilter/ipv6/nf_reject.h>

#include "expr.h"
#include "packet.h"
#include "reject.h"

static DEFINE_PER_CPU(bool, ct6_rejecting);

/**
 * ct6_reject_under_way() - is the packet at hand an answer of ours?
 *
 * Context: LOCAL_OUT, BHs off.
 */
bool ct6_reject_under_way(void)
{
	return this_cpu_read(ct6_rejecting);
}

/**
 * ct6_reject_unreach() - answer with Destination Unreachable
 * @net: namespace
 * @skb: packet that is refused
 * @code: code of the message
 * @hook: NF_INET_* that it came by
 *
 * Context: under RCU, BHs off.
 */
void ct6_reject_unreach(struct net *net, struct sk_buff *skb, u8 code,
			unsigned int hook)
{
	this_cpu_write(ct6_rejecting, true);
	nf_send_unreach6(net, skb, code, hook);
	this_cpu_write(ct6_rejecting, false);
}

/**
 * ct6_reject_now() - answer as a reject statement says
 * @pkt: packet that is refused
 * @reject: statement
 *
 * Context: under RCU, BHs off.
 */
void ct6_reject_now(const struct ct6_packet *pkt,
		    const struct ct6_expr *reject)
{
	const struct nf_hook_state *state = pkt->state;

	if (reject->reject.type != CT6_REJECT_TYPE_TCP_RESET) {
		ct6_reject_unreach(state->net, pkt->skb, reject->reject.code,
				   state->hook);
		return;
	}
	this_cpu_write(ct6_rejecting, true);
	nf_send_reset6(state->net, state->sk, pkt->skb, state->hook);
	this_cpu_write(ct6_rejecting, false);
}
