// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks: LOCAL_IN, FORWARD and LOCAL_OUT, one function. A packet meets just
 * one of them, but on loopback, where it meets LOCAL_OUT and then LOCAL_IN.
 */
#include <linux/netfilter_ipv6.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "hooks.h"
#include "judge.h"
#include "net.h"

static unsigned int ct6_hook(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	unsigned int verdict;

	/* LOCAL_OUT may come from a process that can be preempted */
	local_bh_disable();
	verdict = ct6_judge(priv, skb, state);
	local_bh_enable();
	return verdict;
}

/**
 * ct6_hooks_register() - let packets come in
 * @cn: namespace, its table ready
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or an error.
 */
int ct6_hooks_register(struct ct6_net *cn)
{
	static const u8 hooks[CT6_NET_HOOKS] = {
		NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT,
	};
	int i, err;

	/* fragments are put together in front of us */
	err = nf_defrag_ipv6_enable(cn->net);
	if (err)
		return err;
	for (i = 0; i < CT6_NET_HOOKS; i++)
		cn->hooks[i] = (struct nf_hook_ops) {
			.hook		= ct6_hook,
			.priv		= cn,
			.pf		= NFPROTO_IPV6,
			.hooknum	= hooks[i],
			.priority	= NF_IP6_PRI_FILTER,
		};
	err = nf_register_net_hooks(cn->net, cn->hooks, CT6_NET_HOOKS);
	if (err)
		nf_defrag_ipv6_disable(cn->net);
	return err;
}

/**
 * ct6_hooks_unregister() - let no more packets come in
 * @cn: namespace
 *
 * Packets may still be on their way through a hook: the caller waits for a
 * grace period before it frees what they use.
 *
 * Context: process.
 */
void ct6_hooks_unregister(struct ct6_net *cn)
{
	nf_unregister_net_hooks(cn->net, cn->hooks, CT6_NET_HOOKS);
	nf_defrag_ipv6_disable(cn->net);
}
