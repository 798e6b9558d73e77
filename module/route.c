// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the routes say of a packet's addresses: their types, and whether the way
 * back to the source leads over the interface that the packet came by (BCP 38,
 * RFC 3704; RFC 6092 REC-5 and REC-6).
 *
 * It is what nft's fib and ip6tables' addrtype and rpfilter say, with two
 * differences. Of a packet that came through a VRF the routes of that VRF are
 * asked, and its link is the interface in it. And of several best routes, each
 * is a way back: which of them a flow would take is a hash's choice.
 */
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/sock.h>

#include "compat.h"
#include "packet.h"
#include "route.h"

/**
 * struct ct6_route - a route
 * @dev: interface that it leads over, NULL without one
 * @metric: its metric
 * @plen: bits of its prefix
 * @type: RTN_*; of what cannot be reached the reason
 */
struct ct6_route {
	const struct net_device	*dev;
	u32			metric;
	int			plen;
	u8			type;
};

static u8 ct6_route_refusal(int err)
{
	switch (err) {
	case -EINVAL:
		return RTN_BLACKHOLE;
	case -EACCES:
		return RTN_PROHIBIT;
	case -EAGAIN:
		return RTN_THROW;
	default:
		return RTN_UNREACHABLE;
	}
}

/* The first address of a prefix is its routers' (RFC 4291, 2.6.1). */
static bool ct6_route_anycast(const struct fib6_info *from, bool gateway,
			      const struct in6_addr *addr)
{
	return from->fib6_dst.plen < 127 && !gateway &&
	       !(from->fib6_flags & RTF_NONEXTHOP) &&
	       ipv6_addr_equal(&from->fib6_dst.addr, addr);
}

/* Takes no reference and allocates nothing, but knows no policy rules. */
static void ct6_route_plain(struct net *net, struct flowi6 *fl6, int flags,
			    struct ct6_route *route)
{
	struct fib6_result res = {};
	int err;

	err = ct6_fib6_lookup(net, fl6->flowi6_oif, fl6, &res, flags);
	if (err || !res.f6i || res.f6i == net->ipv6.fib6_null_entry) {
		route->type = ct6_route_refusal(err);
		return;
	}
	route->metric = res.f6i->fib6_metric;
	route->plen = res.f6i->fib6_dst.plen;
	route->dev = res.nh->fib_nh_dev;
	route->type = res.fib6_type;
	if (res.fib6_flags & RTF_REJECT && route->type < RTN_BLACKHOLE)
		route->type = RTN_UNREACHABLE;
	else if (ct6_route_anycast(res.f6i, res.nh->fib_nh_gw_family,
				   &fl6->daddr))
		route->type = RTN_ANYCAST;
}

/* By policy rules, VRFs among them; the kernel makes an object of the result. */
static void ct6_route_policy(struct net *net, struct flowi6 *fl6, int flags,
			     const struct sk_buff *skb,
			     struct ct6_route *route)
{
	struct rt6_info *rt = (void *)ip6_route_lookup(net, fl6, skb, flags);
	const struct fib6_info *from = rcu_dereference(rt->from);

	if (rt->dst.error || rt->rt6i_flags & RTF_REJECT || !from) {
		route->type = ct6_route_refusal(rt->dst.error);
		ip6_rt_put(rt);
		return;
	}
	route->metric = from->fib6_metric;
	route->plen = from->fib6_dst.plen;
	route->dev = rt->rt6i_idev ? rt->rt6i_idev->dev : NULL;
	if (rt->rt6i_flags & RTF_ANYCAST ||
	    ct6_route_anycast(from, rt->rt6i_flags & RTF_GATEWAY,
			      &fl6->daddr))
		route->type = RTN_ANYCAST;
	else if (rt->rt6i_flags & RTF_LOCAL)
		route->type = RTN_LOCAL;
	else
		route->type = RTN_UNICAST;
	ip6_rt_put(rt);
}

static void ct6_route_find(struct net *net, struct flowi6 *fl6, int flags,
			   const struct sk_buff *skb, struct ct6_route *route)
{
	*route = (struct ct6_route) {};
	if (ipv6_addr_type(&fl6->saddr) & IPV6_ADDR_UNICAST)
		flags |= RT6_LOOKUP_F_HAS_SADDR;
	if (fib6_has_custom_rules(net))
		ct6_route_policy(net, fl6, flags, skb, route);
	else
		ct6_route_plain(net, fl6, flags, route);
}

/*
 * The interface that a packet came by: a VRF's own where the hook sees the VRF.
 * A packet that is judged again, or described, has what is remembered of it.
 */
static const struct net_device *ct6_route_in(const struct ct6_packet *pkt)
{
	const struct net_device *dev = NULL;

	if (pkt->in && pkt->skb && netif_is_l3_master(pkt->in))
		dev = dev_get_by_index_rcu(dev_net(pkt->in),
					   ct6_packet_link(pkt));
	return dev ?: pkt->in;
}

static struct flowi6 ct6_route_flow(const struct ct6_packet *pkt,
				    const struct net_device *dev,
				    const struct in6_addr *to,
				    const struct in6_addr *from)
{
	struct net *net = ct6_packet_net(pkt);

	return (struct flowi6) {
		.flowi6_iif	= LOOPBACK_IFINDEX,
		.flowi6_l3mdev	= l3mdev_master_ifindex_rcu(dev),
		.flowi6_proto	= pkt->l4proto,
		.flowi6_uid	= sock_net_uid(net, NULL),
		.flowlabel	= ip6_make_flowinfo(pkt->tclass, 0),
		.daddr		= *to,
		.saddr		= *from,
	};
}

/*
 * The type of an address. With @dev, only that interface's own addresses are
 * local.
 */
static u8 ct6_route_type(const struct ct6_packet *pkt,
			 const struct in6_addr *addr,
			 const struct in6_addr *other,
			 const struct net_device *dev)
{
	const struct net_device *link = dev ?: ct6_route_in(pkt) ?: pkt->out;
	struct flowi6 fl6 = ct6_route_flow(pkt, link, addr, other);
	struct net *net = ct6_packet_net(pkt);
	int type = ipv6_addr_type(addr), flags = 0;
	struct ct6_route route;
	bool local;

	if (rt6_need_strict(addr))
		flags = RT6_LOOKUP_F_IFACE;
	if (type & IPV6_ADDR_LINKLOCAL && link)
		fl6.flowi6_oif = link->ifindex;
	ct6_route_find(net, &fl6, flags, pkt->skb, &route);
	if (route.type >= RTN_BLACKHOLE || route.type == RTN_ANYCAST)
		return route.type;
	local = dev ? ipv6_chk_addr(net, addr, dev, 1) :
		      route.type == RTN_LOCAL;
	if (local)
		return RTN_LOCAL;
	if (type & IPV6_ADDR_MULTICAST)
		return RTN_MULTICAST;
	return type & IPV6_ADDR_UNICAST ? RTN_UNICAST : RTN_UNSPEC;
}

static bool ct6_route_over(const struct ct6_route *route,
			   const struct net_device *dev)
{
	return route->dev == dev ||
	       (netif_is_l3_master(dev) && route->dev &&
		l3mdev_master_dev_rcu(route->dev) == dev);
}

/* What no route leads back to, and comes from a neighbour all the same. */
static bool ct6_route_exempt(const struct ct6_packet *pkt)
{
	if (pkt->in->flags & IFF_LOOPBACK || pkt->pkttype == PACKET_LOOPBACK)
		return true;
	/* who asks whether an address is free has none */
	return ipv6_addr_any(pkt->saddr) && pkt->l4proto == IPPROTO_ICMPV6 &&
	       ipv6_addr_type(pkt->daddr) & IPV6_ADDR_LINKLOCAL;
}

/* Is there a way back to the source over the interface that it came by? */
static bool ct6_route_back(const struct ct6_packet *pkt)
{
	const struct net_device *dev = ct6_route_in(pkt);
	struct flowi6 fl6 = ct6_route_flow(pkt, dev, pkt->saddr, pkt->daddr);
	struct net *net = ct6_packet_net(pkt);
	struct ct6_route best, here;
	int flags = 0;

	if (ct6_route_exempt(pkt))
		return true;
	/* policy rules see the answer come in where this packet goes out */
	if (pkt->out)
		fl6.flowi6_iif = pkt->out->ifindex;
	if (ipv6_addr_type(pkt->saddr) & IPV6_ADDR_LINKLOCAL) {
		flags = RT6_LOOKUP_F_IFACE;
		fl6.flowi6_oif = dev->ifindex;
	}
	ct6_route_find(net, &fl6, flags, pkt->skb, &best);
	if (best.type != RTN_UNICAST)
		return false;
	if (ct6_route_over(&best, dev))
		return true;
	/* another one may be as good */
	fl6.flowi6_oif = dev->ifindex;
	ct6_route_find(net, &fl6, flags, pkt->skb, &here);
	return here.type == RTN_UNICAST && ct6_route_over(&here, dev) &&
	       here.plen == best.plen && here.metric == best.metric;
}

/**
 * ct6_route_field() - read a field of a packet that the routes tell
 * @pkt: packet
 * @field: which
 * @value: result: RTN_*, or whether there is a way back
 *
 * Context: under RCU, BHs off.
 * Return: false when the packet has no such field: no such interface.
 */
bool ct6_route_field(const struct ct6_packet *pkt, enum ct6_field field,
		     u64 *value)
{
	const struct in6_addr *addr = pkt->daddr, *other = pkt->saddr;
	const struct net_device *dev = NULL;

	switch (field) {
	case CT6_FIELD_RPATH:
		if (!pkt->in)
			return false;
		*value = ct6_route_back(pkt);
		return true;
	case CT6_FIELD_SADDR_IIF_TYPE:
	case CT6_FIELD_DADDR_IIF_TYPE:
		dev = ct6_route_in(pkt);
		if (!dev)
			return false;
		break;
	case CT6_FIELD_SADDR_OIF_TYPE:
	case CT6_FIELD_DADDR_OIF_TYPE:
		dev = pkt->out;
		if (!dev)
			return false;
		break;
	default:
		break;
	}
	if (field == CT6_FIELD_SADDR_TYPE ||
	    field == CT6_FIELD_SADDR_IIF_TYPE ||
	    field == CT6_FIELD_SADDR_OIF_TYPE)
		swap(addr, other);
	*value = ct6_route_type(pkt, addr, other, dev);
	return true;
}
