// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rejects that wait (RFC 6092 REC-34 and 39): a TCP SYN or SCTP INIT that
 * nobody asked for is dropped, and its sender told only after some seconds:
 * the other end may be about to open the same connection from its side. When
 * it does, nobody is told.
 */
#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "delayed.h"
#include "net.h"
#include "packet.h"
#include "reject.h"

/* As much of the packet as the answer quotes (RFC 4443, 2.4 c). */
#define CT6_DELAYED_QUOTE \
	(IPV6_MIN_MTU - sizeof(struct ipv6hdr) - sizeof(struct icmp6hdr))

/**
 * struct ct6_delayed - a reject that is due
 * @node: in ct6_delayed_queue.table
 * @list: in ct6_delayed_queue.list
 * @key: of the connection
 * @due: jiffies
 * @iif: interface of the link that the packet came from
 * @code: of Destination Unreachable
 * @len: bytes of @packet
 * @packet: begin of the packet
 */
struct ct6_delayed {
	struct rhash_head	node;
	struct list_head	list;
	struct ct6_key		key;
	unsigned long		due;
	int			iif;
	u8			code;
	u16			len;
	u8			packet[];
};

static const struct rhashtable_params ct6_delayed_params = {
	.key_len		= sizeof(struct ct6_key),
	.key_offset		= offsetof(struct ct6_delayed, key),
	.head_offset		= offsetof(struct ct6_delayed, node),
	.automatic_shrinking	= true,
};

static struct ct6_net *ct6_delayed_net(struct ct6_delayed_queue *queue)
{
	return container_of(queue, struct ct6_net, delayed);
}

/* Under the queue's lock. */
static void ct6_delayed_unlink(struct ct6_delayed_queue *queue,
			       struct ct6_delayed *delayed)
{
	lockdep_assert_held(&queue->lock);
	rhashtable_remove_fast(&queue->table, &delayed->node,
			       ct6_delayed_params);
	list_del(&delayed->list);
	WRITE_ONCE(queue->nr, queue->nr - 1);
}

/*
 * The packet came seconds ago: the answer is made of a packet that looks
 * like it. Its device may be gone, and then so is the way back.
 */
static bool ct6_delayed_send(struct ct6_net *cn,
			     const struct ct6_delayed *delayed)
{
	struct net_device *dev;
	struct sk_buff *skb;

	skb = alloc_skb(delayed->len + LL_MAX_HEADER, GFP_KERNEL);
	if (!skb)
		return false;
	skb_reserve(skb, LL_MAX_HEADER);
	skb_reset_network_header(skb);
	skb_put_data(skb, delayed->packet, delayed->len);
	skb->protocol = htons(ETH_P_IPV6);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	rcu_read_lock();
	dev = dev_get_by_index_rcu(cn->net, delayed->iif);
	if (dev) {
		local_bh_disable();
		skb->dev = dev;
		IP6CB(skb)->iif = dev->ifindex;
		IP6CB(skb)->nhoff = offsetof(struct ipv6hdr, nexthdr);
		ct6_reject_unreach(cn->net, skb, delayed->code,
				   NF_INET_FORWARD);
		local_bh_enable();
	}
	rcu_read_unlock();
	kfree_skb(skb);
	return dev;
}

static struct ct6_delayed *ct6_delayed_next(struct ct6_delayed_queue *queue)
{
	struct ct6_delayed *delayed;

	spin_lock_bh(&queue->lock);
	delayed = list_first_entry_or_null(&queue->list, struct ct6_delayed,
					   list);
	if (delayed && time_before(jiffies, delayed->due)) {
		queue_delayed_work(system_power_efficient_wq, &queue->work,
				   delayed->due - jiffies);
		delayed = NULL;
	}
	if (delayed)
		ct6_delayed_unlink(queue, delayed);
	spin_unlock_bh(&queue->lock);
	return delayed;
}

static void ct6_delayed_work(struct work_struct *work)
{
	struct ct6_delayed_queue *queue =
		container_of(to_delayed_work(work), struct ct6_delayed_queue,
			     work);
	struct ct6_net *cn = ct6_delayed_net(queue);
	struct ct6_delayed *delayed;

	while ((delayed = ct6_delayed_next(queue))) {
		if (ct6_delayed_send(cn, delayed)) {
			local_bh_disable();
			ct6_stat_inc(cn->stats, CT6_STAT_DELAYED_SENT);
			local_bh_enable();
		}
		kfree(delayed);
		cond_resched();
	}
}

/**
 * ct6_delayed_start() - make an empty queue
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -ENOMEM.
 */
int ct6_delayed_start(struct ct6_net *cn)
{
	struct ct6_delayed_queue *queue = &cn->delayed;

	spin_lock_init(&queue->lock);
	INIT_LIST_HEAD(&queue->list);
	INIT_DELAYED_WORK(&queue->work, ct6_delayed_work);
	queue->nr = 0;
	return rhashtable_init(&queue->table, &ct6_delayed_params);
}

static void ct6_delayed_free(void *object, void *arg)
{
	kfree(object);
}

/**
 * ct6_delayed_stop() - send no more, forget what is due
 * @cn: namespace that no hook uses any more
 *
 * Context: process; waits for what is being sent.
 */
void ct6_delayed_stop(struct ct6_net *cn)
{
	cancel_delayed_work_sync(&cn->delayed.work);
	rhashtable_free_and_destroy(&cn->delayed.table, ct6_delayed_free,
				    NULL);
	cn->delayed.nr = 0;
}

/**
 * ct6_delayed_applies() - may another end open this connection, too?
 * @pkt: packet that a rule rejects
 */
bool ct6_delayed_applies(const struct ct6_packet *pkt)
{
	if (pkt->flow || !pkt->in || pkt->ct_state != CT6_CT_STATE_NEW)
		return false;
	switch (pkt->l4proto) {
	case IPPROTO_TCP:
		return (pkt->tcp.flags & (TCPHDR_SYN | TCPHDR_ACK)) ==
		       TCPHDR_SYN;
	case IPPROTO_SCTP:
		return pkt->sctp.chunks & CT6_SCTP_INIT;
	default:
		return false;
	}
}

/* By its due time; nearly always the last. */
static void ct6_delayed_place(struct ct6_delayed_queue *queue,
			      struct ct6_delayed *delayed)
{
	struct ct6_delayed *other;

	list_for_each_entry_reverse(other, &queue->list, list)
		if (!time_before(delayed->due, other->due))
			break;
	list_add(&delayed->list, &other->list);
	WRITE_ONCE(queue->nr, queue->nr + 1);
	if (list_is_first(&delayed->list, &queue->list))
		mod_delayed_work(system_power_efficient_wq, &queue->work,
				 delayed->due - jiffies);
}

/**
 * ct6_delayed_add() - tell the sender later
 * @cn: namespace
 * @pkt: packet that is rejected, one that ct6_delayed_applies() to
 * @key: its key
 * @code: of Destination Unreachable
 * @seconds: how much later
 *
 * A packet that is sent again while its reject is due changes nothing.
 *
 * Context: under RCU, BHs off.
 */
void ct6_delayed_add(struct ct6_net *cn, const struct ct6_packet *pkt,
		     const struct ct6_key *key, u8 code, u32 seconds)
{
	struct ct6_delayed_queue *queue = &cn->delayed;
	u32 len = min_t(u32, pkt->skb->len, CT6_DELAYED_QUOTE);
	struct ct6_delayed *delayed = NULL, *twin;

	if (READ_ONCE(queue->nr) < READ_ONCE(cn->config.max_delayed))
		delayed = kmalloc(struct_size(delayed, packet, len),
				  GFP_ATOMIC | __GFP_NOWARN);
	if (!delayed || skb_copy_bits(pkt->skb, 0, delayed->packet, len)) {
		kfree(delayed);
		ct6_stat_inc(cn->stats, CT6_STAT_DELAYED_REFUSED);
		return;
	}
	delayed->key = *key;
	/* the tick that is running does not count */
	delayed->due = jiffies + seconds * HZ + 1;
	delayed->iif = ct6_packet_link(pkt);
	delayed->code = code;
	delayed->len = len;

	spin_lock(&queue->lock);
	twin = rhashtable_lookup_get_insert_fast(&queue->table, &delayed->node,
						 ct6_delayed_params);
	if (!twin)
		ct6_delayed_place(queue, delayed);
	spin_unlock(&queue->lock);
	if (!twin)
		return;
	if (IS_ERR(twin))
		ct6_stat_inc(cn->stats, CT6_STAT_DELAYED_REFUSED);
	kfree(delayed);
}

/**
 * ct6_delayed_cancel() - the connection is opened from the other side
 * @cn: namespace
 * @key: of the connection
 *
 * Context: under RCU, BHs off.
 */
void ct6_delayed_cancel(struct ct6_net *cn, const struct ct6_key *key)
{
	struct ct6_delayed_queue *queue = &cn->delayed;
	struct ct6_delayed *delayed;

	if (likely(!READ_ONCE(queue->nr)))
		return;
	spin_lock(&queue->lock);
	delayed = rhashtable_lookup_fast(&queue->table, key,
					 ct6_delayed_params);
	if (delayed)
		ct6_delayed_unlink(queue, delayed);
	spin_unlock(&queue->lock);
	if (!delayed)
		return;
	ct6_stat_inc(cn->stats, CT6_STAT_DELAYED_CANCELLED);
	kfree(delayed);
}
