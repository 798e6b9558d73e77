/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of the kernel's network: packets, devices, addresses and headers.
 */
#ifndef _CT6_FUZZ_KERNEL_NET_H
#define _CT6_FUZZ_KERNEL_NET_H

struct nla_policy;
struct netlink_ext_ack;
struct netlink_callback;
struct genl_info;
struct genl_family;
struct sk_buff;
struct nf_hook_state;
struct net { int unused; };
struct net_device { u32 ifindex; u32 flags; };

typedef unsigned int nf_hookfn(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state);

struct nf_hook_ops {
	nf_hookfn	*hook;
	u8		pf;
	unsigned int	hooknum;
	int		priority;
	void		*priv;
};

int nf_register_net_hooks(struct net *net, const struct nf_hook_ops *ops,
			  unsigned int nr);
void nf_unregister_net_hooks(struct net *net, const struct nf_hook_ops *ops,
			     unsigned int nr);

struct nf_hook_state {
	u8				hook;
	struct net_device		*in, *out;
	struct net			*net;
};

/*
 * A packet. Each piece is an allocation of its own size, so that who reads
 * behind it is seen to; what is in neither piece can only be copied.
 */
struct sk_buff {
	const u8	*data;
	u32		len;
	const u8	*linear;
	u32		nr_linear;
	const u8	*paged;
	u32		mark;
	u8		pkt_type;
	u8		ip_summed;
	u32		csum;
	u8		flags;
};

/* How often packets were asked for bytes: every walk has a bound. */
static unsigned long skb_reads;

/* Return: 0, or -EFAULT when the packet has not as many bytes there. */
static inline int skb_copy_bits(const struct sk_buff *skb, int offset,
				void *to, int len)
{
	u32 front = 0;

	skb_reads++;
	/* nobody may ask for what lies before the packet */
	if (offset < 0 || len < 0)
		abort();
	if (offset > (int)skb->len - len)
		return -EFAULT;
	if ((u32)offset < skb->nr_linear) {
		front = min_t(u32, len, skb->nr_linear - offset);
		memcpy(to, skb->linear + offset, front);
	}
	if ((u32)len > front)
		memcpy((u8 *)to + front,
		       skb->paged + offset + front - skb->nr_linear,
		       len - front);
	return 0;
}

static inline void *skb_header_pointer(const struct sk_buff *skb, int offset,
				       int len, void *buffer)
{
	skb_reads++;
	if (offset < 0 || len < 0)
		abort();
	if ((int)skb->nr_linear - offset >= len)
		return (void *)(skb->linear + offset);
	return skb_copy_bits(skb, offset, buffer, len) ? NULL : buffer;
}

#define skb_network_offset(skb)	0
#define skb_headlen(skb)		((skb)->nr_linear)

#define CHECKSUM_NONE		0
#define CHECKSUM_UNNECESSARY	1
#define CHECKSUM_COMPLETE	2
#define CHECKSUM_PARTIAL	3

#define skb_csum_unnecessary(skb)	((skb)->ip_summed == CHECKSUM_UNNECESSARY)

/* No VRFs, and no routes. */
struct flowi6;
struct fib6_result;
int fib6_lookup(struct net *net, int oif, struct flowi6 *fl6,
		struct fib6_result *res, int flags);
struct rt6_info { u32 rt6i_flags; };
#define RTF_LOCAL			0x80000000
#define netif_is_l3_master(dev)		false
#define netif_is_l3_slave(dev)		false
#define rt6_need_strict(addr)		false
#define l3mdev_master_dev_rcu(dev)	((struct net_device *)NULL)
#define dev_get_by_index_rcu(net, index)	((struct net_device *)NULL)
#define skb_rt6_info(skb)		((const struct rt6_info *)NULL)

/* The hooks get packets whose fixed header is in one piece. */
static inline const struct ipv6hdr *ipv6_hdr(const struct sk_buff *skb)
{
	return (const struct ipv6hdr *)skb->linear;
}

struct inet6_skb_parm { u16 flags; };
#define IP6SKB_FRAGMENTED	16
#define IP6CB(skb) \
	(&(struct inet6_skb_parm){ .flags = (skb)->flags })
#define inet6_sdif(skb)		0

static inline u8 ipv6_get_dsfield(const struct ipv6hdr *hdr)
{
	return ntohs(*(const __be16 *)hdr) >> 4;
}

/* Headers. */

#define NEXTHDR_HOP		0
#define NEXTHDR_TCP		6
#define NEXTHDR_UDP		17
#define NEXTHDR_IPV6		41
#define NEXTHDR_ROUTING		43
#define NEXTHDR_FRAGMENT	44
#define NEXTHDR_GRE		47
#define NEXTHDR_ESP		50
#define NEXTHDR_AUTH		51
#define NEXTHDR_ICMP		58
#define NEXTHDR_NONE		59
#define NEXTHDR_DEST		60
#define NEXTHDR_SCTP		132
#define NEXTHDR_MOBILITY	135

#define IP6_MF			0x0001
#define IP6_OFFSET		0xfff8

#define ipv6_optlen(hdr)	(((hdr)->hdrlen + 1) << 3)
#define ipv6_authlen(hdr)	(((hdr)->hdrlen + 2) << 2)

struct frag_hdr {
	u8	nexthdr;
	u8	reserved;
	__be16	frag_off;
	__be32	identification;
};

struct sctphdr { __be16 source, dest; __be32 vtag; __le32 checksum; };
struct sctp_chunkhdr { u8 type, flags; __be16 length; };
struct sctp_inithdr {
	__be32	init_tag, a_rwnd;
	__be16	num_outbound_streams, num_inbound_streams;
	__be32	initial_tsn;
};

#define SCTP_CHUNK_FLAG_T	1

enum {
	SCTP_CID_DATA,
	SCTP_CID_INIT,
	SCTP_CID_INIT_ACK,
	SCTP_CID_HEARTBEAT		= 4,
	SCTP_CID_HEARTBEAT_ACK,
	SCTP_CID_ABORT,
	SCTP_CID_SHUTDOWN,
	SCTP_CID_SHUTDOWN_ACK,
	SCTP_CID_COOKIE_ECHO		= 10,
	SCTP_CID_COOKIE_ACK,
	SCTP_CID_SHUTDOWN_COMPLETE	= 14,
	SCTP_CID_I_DATA			= 64,
};

/* Constants, for they are labels too. */
#define GRE_BITS(bits)	((__be16)__builtin_bswap16(bits))

enum {
	NDISC_ROUTER_SOLICITATION	= 133,
	NDISC_ROUTER_ADVERTISEMENT,
	NDISC_NEIGHBOUR_SOLICITATION,
	NDISC_NEIGHBOUR_ADVERTISEMENT,
	NDISC_REDIRECT,
};

struct gre_base_hdr { __be16 flags, protocol; };

#define GRE_CSUM	GRE_BITS(0x8000)
#define GRE_ROUTING	GRE_BITS(0x4000)
#define GRE_KEY		GRE_BITS(0x2000)
#define GRE_SEQ		GRE_BITS(0x1000)
#define GRE_STRICT	GRE_BITS(0x0800)
#define GRE_ACK		GRE_BITS(0x0080)
#define GRE_VERSION	GRE_BITS(0x0007)
#define GRE_VERSION_0	GRE_BITS(0)
#define GRE_VERSION_1	GRE_BITS(1)
#define GRE_PROTO_PPP	GRE_BITS(0x880b)

#define TCPHDR_FIN	0x01
#define TCPHDR_SYN	0x02
#define TCPHDR_RST	0x04
#define TCPHDR_ACK	0x10
#define TCPOPT_EOL	0
#define TCPOPT_NOP	1
#define TCPOPT_WINDOW	3
#define TCPOLEN_WINDOW	3
#define MAX_TCP_OPTION_SPACE	40

#define tcp_flag_byte(th)	(((const u8 *)(th))[13])

/* In the circle of sequence numbers (RFC 9293, 3.4). */
static inline bool before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

#define after(a, b)	before(b, a)

/* Addresses. */

#define IPV6_ADDR_UNICAST	0x0001
#define IPV6_ADDR_MULTICAST	0x0002
#define IPV6_ADDR_LOOPBACK	0x0010
#define IPV6_ADDR_LINKLOCAL	0x0020
#define IPV6_ADDR_SITELOCAL	0x0040
#define IPV6_ADDR_COMPATv4	0x0080
#define IPV6_ADDR_MAPPED	0x1000
#define IPV6_ADDR_MC_SCOPE(a)	((a)->s6_addr[1] & 15)
#define IPV6_ADDR_SCOPE_LINKLOCAL	2

static inline bool ipv6_addr_any(const struct in6_addr *a)
{
	return IN6_IS_ADDR_UNSPECIFIED(a);
}

static inline bool ipv6_addr_is_multicast(const struct in6_addr *a)
{
	return a->s6_addr[0] == 0xff;
}

static inline bool ipv6_addr_equal(const struct in6_addr *a,
				   const struct in6_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* RFC 4291, 2.4; a group has the type of its scope (2.7). */
static inline int ipv6_addr_type(const struct in6_addr *a)
{
	if (ipv6_addr_is_multicast(a)) {
		switch (IPV6_ADDR_MC_SCOPE(a)) {
		case 1:
			return IPV6_ADDR_MULTICAST | IPV6_ADDR_LOOPBACK;
		case 2:
			return IPV6_ADDR_MULTICAST | IPV6_ADDR_LINKLOCAL;
		case 5:
			return IPV6_ADDR_MULTICAST | IPV6_ADDR_SITELOCAL;
		default:
			return IPV6_ADDR_MULTICAST;
		}
	}
	if (IN6_IS_ADDR_LINKLOCAL(a))
		return IPV6_ADDR_LINKLOCAL | IPV6_ADDR_UNICAST;
	if (IN6_IS_ADDR_SITELOCAL(a))
		return IPV6_ADDR_SITELOCAL | IPV6_ADDR_UNICAST;
	if (ipv6_addr_any(a))
		return 0;
	if (IN6_IS_ADDR_LOOPBACK(a))
		return IPV6_ADDR_LOOPBACK | IPV6_ADDR_UNICAST;
	if (IN6_IS_ADDR_V4MAPPED(a))
		return IPV6_ADDR_MAPPED;
	if (IN6_IS_ADDR_V4COMPAT(a))
		return IPV6_ADDR_COMPATv4 | IPV6_ADDR_UNICAST;
	return IPV6_ADDR_UNICAST;
}

/* The first bits of an address, the others zero. */
static inline void ipv6_addr_prefix(struct in6_addr *to,
				    const struct in6_addr *a, int bits)
{
	*to = *a;
	for (; bits < 128; bits++)
		to->s6_addr[bits / 8] &= ~(0x80 >> bits % 8);
}

/* Of a text of known length without a delimiter, as the module asks. */
static inline int in6_pton(const char *src, int len, u8 *dst, int delim,
			   const char **end)
{
	char text[INET6_ADDRSTRLEN];

	(void)delim;
	(void)end;
	if (len < 0 || len >= (int)sizeof(text))
		return 0;
	memcpy(text, src, len);
	text[len] = '\0';
	return inet_pton(AF_INET6, text, dst) == 1;
}

#endif /* _CT6_FUZZ_KERNEL_NET_H */
