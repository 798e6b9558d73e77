// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only a packet itself tells of who has sent it: the link's source
 * address, the user and the group that opened the socket, the flow label.
 * Flows do not keep it.
 */
#include <linux/cred.h>
#include <linux/etherdevice.h>
#include <linux/fs.h>
#include <linux/if_arp.h>
#include <linux/net.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "packet.h"
#include "sender.h"

/* What an interface gave to a network stack may have lost its header. */
static bool ct6_sender_ether(const struct ct6_packet *pkt, u64 *value)
{
	const struct sk_buff *skb = pkt->skb;

	if (!pkt->in || pkt->in->type != ARPHRD_ETHER ||
	    !skb_mac_header_was_set(skb) ||
	    skb_mac_header(skb) + ETH_HLEN > skb->data)
		return false;
	*value = ether_addr_to_u64(eth_hdr(skb)->h_source);
	return true;
}

/*
 * The credentials are those of the file that the socket was made with. A
 * socket without a file is the kernel's, or its process has closed it and it
 * ends by itself; one of another namespace is not for these rules to know. A
 * file may be taken away at any time, but not under the lock.
 */
static bool ct6_sender_owner(const struct ct6_packet *pkt, bool group,
			     u64 *value)
{
	struct sock *sk = skb_to_full_sk(pkt->skb);
	const struct cred *cred = NULL;
	struct user_namespace *ns;

	if (pkt->hook != CT6_HOOK_OUTPUT || !sk || !sk_fullsock(sk) ||
	    !net_eq(ct6_packet_net(pkt), sock_net(sk)))
		return false;
	ns = sock_net(sk)->user_ns;
	read_lock_bh(&sk->sk_callback_lock);
	if (sk->sk_socket && sk->sk_socket->file)
		cred = sk->sk_socket->file->f_cred;
	if (cred && group)
		*value = from_kgid_munged(ns, cred->fsgid);
	else if (cred)
		*value = from_kuid_munged(ns, cred->fsuid);
	read_unlock_bh(&sk->sk_callback_lock);
	return cred;
}

/**
 * ct6_sender_field() - read a field that is not kept of a flow's first packet
 * @pkt: packet with an skb
 * @field: which
 * @value: result; users and groups as its namespace numbers them
 *
 * Context: under RCU, BHs off.
 * Return: false when the packet has no such field, or it is not known.
 */
bool ct6_sender_field(const struct ct6_packet *pkt, enum ct6_field field,
		      u64 *value)
{
	switch (field) {
	case CT6_FIELD_ETHER_SADDR:
		return ct6_sender_ether(pkt, value);
	case CT6_FIELD_SKUID:
		return ct6_sender_owner(pkt, false, value);
	case CT6_FIELD_SKGID:
		return ct6_sender_owner(pkt, true, value);
	default:
		*value = ntohl(ip6_flowlabel(ipv6_hdr(pkt->skb)));
		return true;
	}
}
