// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers: what an accepted packet says of connections to come.
 *
 * What a helper has to remember of a flow is an object of its own, found by
 * the flow's address. It is made under the flow's lock while the flow is not
 * dead, and ct6_flow_end() takes it out behind that, before the flow's grace
 * period begins: so it never outlives the flow, and no other flow at the
 * same address ever meets it.
 */
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/tcp.h>

#include "compat.h"
#include "expect.h"
#include "flow.h"
#include "helper.h"
#include "helper_ftp.h"
#include "net.h"
#include "packet.h"

/* Expected connections that one control connection may have open. */
#define CT6_HELPER_OPEN		8

/*
 * Bytes that are read of one segment, which may be as large as the network
 * card has made it. No client has that many commands under way, and what is
 * not read is as if it had not been seen.
 */
#define CT6_HELPER_BYTES	4096
#define CT6_HELPER_PART		128

/**
 * struct ct6_helper_state - what a helper remembers of a flow
 * @node: link in ct6_net.helpers
 * @flow: the flow, whose address is the key
 * @lock: protects the rest but @rcu
 * @ftp: control connection of FTP
 * @open: what it had expected; whether it still is, the expectations tell
 * @rcu: for the end
 */
struct ct6_helper_state {
	struct rhash_head	node;
	const struct ct6_flow	*flow;
	spinlock_t		lock;	/* protects ftp, open */
	struct ct6_ftp		ftp;
	struct ct6_ftp_port	open[CT6_HELPER_OPEN];
	struct rcu_head		rcu;
};

static const struct rhashtable_params ct6_helper_params = {
	.key_len		= sizeof(struct ct6_flow *),
	.key_offset		= offsetof(struct ct6_helper_state, flow),
	.head_offset		= offsetof(struct ct6_helper_state, node),
	.min_size		= 16,
	.automatic_shrinking	= true,
};

static struct kmem_cache *ct6_helper_slab __ro_after_init;

/**
 * ct6_helper_table_init() - make an empty table of what helpers remember
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -ENOMEM.
 */
int ct6_helper_table_init(struct ct6_net *cn)
{
	return rhashtable_init(&cn->helpers, &ct6_helper_params);
}

static void ct6_helper_free(void *object, void *arg)
{
	kmem_cache_free(ct6_helper_slab, object);
}

static void ct6_helper_free_rcu(struct rcu_head *head)
{
	ct6_helper_free(container_of(head, struct ct6_helper_state, rcu),
			NULL);
}

/**
 * ct6_helper_table_destroy() - forget everything
 * @cn: namespace that no hook and no worker uses any more
 *
 * Context: process.
 */
void ct6_helper_table_destroy(struct ct6_net *cn)
{
	rhashtable_free_and_destroy(&cn->helpers, ct6_helper_free, NULL);
}

static struct ct6_helper_state *ct6_helper_find(struct ct6_net *cn,
						const struct ct6_flow *flow)
{
	return rhashtable_lookup(&cn->helpers, &flow, ct6_helper_params);
}

/**
 * ct6_helper_forget() - a flow ends, or is not helped any more
 * @cn: namespace
 * @flow: flow; when it ends, dead already and not yet on its way to be freed
 *
 * Context: under RCU.
 */
void ct6_helper_forget(struct ct6_net *cn, const struct ct6_flow *flow)
{
	struct ct6_helper_state *state;

	if (likely(!atomic_read(&cn->helpers.nelems)) ||
	    flow->key.l4proto != IPPROTO_TCP)
		return;
	state = ct6_helper_find(cn, flow);
	if (state && !rhashtable_remove_fast(&cn->helpers, &state->node,
					     ct6_helper_params))
		call_rcu(&state->rcu, ct6_helper_free_rcu);
}

/* Of two CPUs with the first bytes one wins. */
static bool ct6_helper_insert(struct ct6_net *cn, struct ct6_flow *flow,
			      struct ct6_helper_state *state)
{
	bool done;

	spin_lock(&flow->lock);
	done = !ct6_flow_test(flow, CT6_FLOW_DEAD) &&
	       !rhashtable_lookup_insert_fast(&cn->helpers, &state->node,
					      ct6_helper_params);
	spin_unlock(&flow->lock);
	return done;
}

/*
 * The first bytes of a connection that both ends take part in are its
 * first, and those of the other end the ones that they acknowledge.
 */
static struct ct6_helper_state *ct6_helper_make(struct ct6_net *cn,
						const struct ct6_packet *pkt,
						struct ct6_flow *flow)
{
	bool reply = pkt->dir == CT6_DIR_REPLY;
	struct ct6_helper_state *state;

	state = kmem_cache_alloc(ct6_helper_slab, GFP_ATOMIC | __GFP_NOWARN);
	if (!state) {
		ct6_stat_inc(cn->stats, CT6_STAT_EXPECT_REFUSED);
		return NULL;
	}
	state->flow = flow;
	spin_lock_init(&state->lock);
	ct6_ftp_begin(&state->ftp, ct6_flow_src(flow, CT6_DIR_ORIG),
		      reply ? pkt->tcp.ack : pkt->tcp.seq,
		      reply ? pkt->tcp.seq : pkt->tcp.ack);
	memset(state->open, 0, sizeof(state->open));
	if (ct6_helper_insert(cn, flow, state))
		return state;
	ct6_helper_free(state, NULL);
	return ct6_helper_find(cn, flow);
}

static void ct6_helper_key(const struct ct6_flow *flow,
			   const struct ct6_ftp_port *port,
			   struct ct6_expect_key *key)
{
	enum ct6_dir waits = port->end == CT6_FTP_CLIENT ? CT6_DIR_ORIG :
							   CT6_DIR_REPLY;

	*key = (struct ct6_expect_key) {
		.saddr		= *ct6_flow_src(flow, !waits),
		.daddr		= *ct6_flow_src(flow, waits),
		.scope		= ct6_key_scoped(&flow->key) ? flow->key.scope : 0,
		.dport		= htons(port->port),
		.l4proto	= IPPROTO_TCP,
	};
}

/* A place for what is to be expected: its own, or one that is free. */
static struct ct6_ftp_port *ct6_helper_place(struct ct6_net *cn,
					     const struct ct6_flow *flow,
					     struct ct6_helper_state *state,
					     const struct ct6_ftp_port *port)
{
	struct ct6_ftp_port *open, *place = NULL;
	struct ct6_expect_key key;

	for (open = state->open; open < state->open + CT6_HELPER_OPEN;
	     open++) {
		if (open->port == port->port && open->end == port->end)
			return open;
		if (place)
			continue;
		ct6_helper_key(flow, open, &key);
		if (!open->port || !ct6_expect_is_open(cn, &key))
			place = open;
	}
	return place;
}

static void ct6_helper_announce(struct ct6_net *cn, struct ct6_flow *flow,
				struct ct6_helper_state *state)
{
	u32 seconds = READ_ONCE(cn->config.timeout[CT6_TIMEOUT_HELPER]);
	struct ct6_ftp *ftp = &state->ftp;
	struct ct6_expect_key key;
	unsigned int i;

	for (i = 0; i < ftp->nr_found; i++) {
		struct ct6_ftp_port *port = &ftp->found[i], *place;

		place = ct6_helper_place(cn, flow, state, port);
		if (!place) {
			ftp->lost++;
			continue;
		}
		*place = *port;
		ct6_helper_key(flow, port, &key);
		ct6_expect_make(cn, &key, CT6_EXPECT_HELPER, seconds,
				ct6_flow_generation(flow), CT6_HELPER_NONE,
				flow);
	}
	for (; ftp->lost; ftp->lost--)
		ct6_stat_inc(cn->stats, CT6_STAT_EXPECT_REFUSED);
	ftp->nr_found = 0;
}

/* Offset of a segment's data from skb->data, or 0 when it has none. */
static u32 ct6_helper_tcp_data(const struct ct6_packet *pkt)
{
	struct tcphdr buf;
	const struct tcphdr *th;
	u32 offset;

	th = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!th)
		return 0;
	offset = pkt->l4off + th->doff * 4;
	return offset < pkt->skb->len ? offset : 0;
}

static void ct6_helper_ftp_data(struct ct6_ftp *ftp,
				const struct ct6_packet *pkt, u32 offset)
{
	u32 len = pkt->skb->len - offset, done, part;
	u8 buf[CT6_HELPER_PART];
	const u8 *data;

	ct6_ftp_sent(ftp, (enum ct6_ftp_end)pkt->dir, pkt->tcp.seq + len);
	len = min_t(u32, len, CT6_HELPER_BYTES);
	for (done = 0; done < len; done += part) {
		part = min_t(u32, len - done, sizeof(buf));
		data = skb_header_pointer(pkt->skb, offset + done, part, buf);
		if (!data)
			return;
		ct6_ftp_data(ftp, (enum ct6_ftp_end)pkt->dir,
			     pkt->tcp.seq + done, data, part);
	}
}

static void ct6_helper_ftp(struct ct6_net *cn, const struct ct6_packet *pkt,
			   struct ct6_flow *flow)
{
	struct ct6_helper_state *state;
	u32 offset;

	/* nothing that a handshake or a reset carries is a command */
	if ((pkt->tcp.flags & (TCPHDR_SYN | TCPHDR_RST | TCPHDR_ACK)) !=
	    TCPHDR_ACK)
		return;
	offset = ct6_helper_tcp_data(pkt);
	state = ct6_helper_find(cn, flow);
	if (!state && offset &&
	    ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		state = ct6_helper_make(cn, pkt, flow);
	if (!state)
		return;
	spin_lock(&state->lock);
	ct6_ftp_acked(&state->ftp, (enum ct6_ftp_end)!pkt->dir, pkt->tcp.ack);
	if (offset)
		ct6_helper_ftp_data(&state->ftp, pkt, offset);
	ct6_helper_announce(cn, flow, state);
	spin_unlock(&state->lock);
}

/**
 * ct6_helper_read() - read an accepted packet of a flow that has a helper
 * @cn: namespace
 * @pkt: packet, committed to its flow
 * @flow: flow, in the table
 *
 * Context: under RCU, BHs off.
 */
void ct6_helper_read(struct ct6_net *cn, const struct ct6_packet *pkt,
		     struct ct6_flow *flow)
{
	if (pkt->passive)
		return;
	switch (READ_ONCE(flow->helper)) {
	case CT6_HELPER_FTP:
		if (pkt->has_tcp)
			ct6_helper_ftp(cn, pkt, flow);
		break;
	case CT6_HELPER_TFTP:
		if (pkt->l4proto == IPPROTO_UDP)
			ct6_helper_tftp(cn, pkt, flow);
		break;
	default:
		break;
	}
}

/**
 * ct6_helper_init() - make the cache of what helpers remember
 *
 * Return: 0 or -ENOMEM.
 */
int __init ct6_helper_init(void)
{
	BUILD_BUG_ON((int)CT6_FTP_CLIENT != (int)CT6_DIR_ORIG ||
		     (int)CT6_FTP_SERVER != (int)CT6_DIR_REPLY);
	ct6_helper_slab = ct6_slab_create("ct6_helper",
					  sizeof(struct ct6_helper_state),
					  0, sizeof(u8));
	return ct6_helper_slab ? 0 : -ENOMEM;
}

/**
 * ct6_helper_exit() - free the cache
 *
 * Every table is gone; states may still wait for their grace period.
 */
void ct6_helper_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(ct6_helper_slab);
}
