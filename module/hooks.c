// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks: LOCAL_IN, FORWARD and LOCAL_OUT; what is done is the same, but the
 * compiler makes a fast path for each. A packet meets just one of them, but on
 * loopback, where it meets LOCAL_OUT and then LOCAL_IN. In front of them, where
 * packets come in, fragments are put together.
 */
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>

#include "fragment.h"
#include "hooks.h"
#include "judge.h"
#include "net.h"

/* What comes in does so with BHs off. */
static __flatten unsigned int ct6_hook_input(void *priv, struct sk_buff *skb,
					     const struct nf_hook_state *state)
{
	return ct6_judge(priv, skb, state, NF_INET_LOCAL_IN);
}

static __flatten unsigned int ct6_hook_forward(void *priv, struct sk_buff *skb,
					       const struct nf_hook_state *state)
{
	return ct6_judge(priv, skb, state, NF_INET_FORWARD);
}

/* LOCAL_OUT may come from a process that can be preempted. */
static __flatten unsigned int ct6_hook_output(void *priv, struct sk_buff *skb,
					      const struct nf_hook_state *state)
{
	unsigned int verdict;

	local_bh_disable();
	verdict = ct6_judge(priv, skb, state, NF_INET_LOCAL_OUT);
	local_bh_enable();
	return verdict;
}

static noinline unsigned int ct6_hook_gather(void *priv, struct sk_buff *skb,
					     const struct nf_hook_state *state)
{
	unsigned int verdict;

	local_bh_disable();
	verdict = ct6_fragment(priv, skb, state);
	local_bh_enable();
	return verdict;
}

/* What may be a fragment goes on when it is whole. */
static __always_inline unsigned int
ct6_hook_fragment(void *priv, struct sk_buff *skb,
		  const struct nf_hook_state *state)
{
	if (likely(!ct6_fragment_behind(ipv6_hdr(skb)->nexthdr)))
		return NF_ACCEPT;
	return ct6_hook_gather(priv, skb, state);
}

/* What goes out, whole or not. */
static unsigned int ct6_hook_leave(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	return ct6_hook_fragment(priv, skb, state);
}

static noinline unsigned int ct6_hook_ahead(void *priv, struct sk_buff *skb,
					    const struct nf_hook_state *state)
{
	ct6_ahead_ask(priv, skb);
	return ct6_hook_fragment(priv, skb, state);
}

/* What comes in, whole or not. Most packets need no frame here. */
static unsigned int ct6_hook_come(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	const struct ct6_net *cn = priv;

	if (ct6_ahead_pays(rcu_dereference(cn->table.tbl)))
		return ct6_hook_ahead(priv, skb, state);
	return ct6_hook_fragment(priv, skb, state);
}

static const struct {
	nf_hookfn	*hook;
	u8		num;
	int		priority;
} ct6_hooks[CT6_NET_HOOKS] = {
	/* in front of the kernel's own reassembly, which others may use */
	{ ct6_hook_come, NF_INET_PRE_ROUTING,
	  NF_IP6_PRI_CONNTRACK_DEFRAG - 1 },
	{ ct6_hook_leave, NF_INET_LOCAL_OUT,
	  NF_IP6_PRI_CONNTRACK_DEFRAG - 1 },
	{ ct6_hook_input, NF_INET_LOCAL_IN, NF_IP6_PRI_FILTER },
	{ ct6_hook_forward, NF_INET_FORWARD, NF_IP6_PRI_FILTER },
	{ ct6_hook_output, NF_INET_LOCAL_OUT, NF_IP6_PRI_FILTER },
};

/**
 * ct6_hooks_register() - let packets come in
 * @cn: namespace, its tables ready
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or an error.
 */
int ct6_hooks_register(struct ct6_net *cn)
{
	int i;

	for (i = 0; i < CT6_NET_HOOKS; i++)
		cn->hooks[i] = (struct nf_hook_ops) {
			.hook		= ct6_hooks[i].hook,
			.priv		= cn,
			.pf		= NFPROTO_IPV6,
			.hooknum	= ct6_hooks[i].num,
			.priority	= ct6_hooks[i].priority,
		};
	return nf_register_net_hooks(cn->net, cn->hooks, CT6_NET_HOOKS);
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
}
