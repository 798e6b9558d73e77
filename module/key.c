// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys: canonical order, scope and hash.
 */
#include <linux/init.h>
#include <linux/random.h>
#include <net/ipv6.h>

#include "compat.h"
#include "key.h"

static siphash_aligned_key_t ct6_key_secret __ro_after_init;

/* fe80::/10, ff01::/16 and the like of interface and link scope */
static bool ct6_addr_scoped(const struct in6_addr *addr)
{
	if (likely(addr->s6_addr[0] < 0xfe))
		return false;
	return ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL;
}

/* As memcmp() has it; both addresses are at least 4 byte aligned. */
static int ct6_addr_order(const struct in6_addr *a, const struct in6_addr *b)
{
	u64 x = get_unaligned_be64(a), y = get_unaligned_be64(b);

	if (x == y) {
		x = get_unaligned_be64(&a->s6_addr[8]);
		y = get_unaligned_be64(&b->s6_addr[8]);
	}
	return x < y ? -1 : x > y;
}

/**
 * ct6_key_scoped() - is the scope of a key an interface?
 * @key: key
 */
bool ct6_key_scoped(const struct ct6_key *key)
{
	return ct6_addr_scoped(&key->addr[0]) || ct6_addr_scoped(&key->addr[1]);
}

/**
 * ct6_key_make() - the key of a packet
 * @key: result
 * @l4proto: protocol
 * @saddr: source
 * @daddr: destination
 * @sport: source port, 0 without one
 * @dport: destination port, 0 without one
 * @ifindex: interface that a link-local address belongs to
 *
 * Link-local unicast and link-local multicast addresses carry their
 * interface: fe80::1 on eth0 is not fe80::1 on eth1 (RFC 4007, 6).
 *
 * Context: any.
 * Return: index of the source among the key's endpoints, 0 or 1.
 */
unsigned int ct6_key_make(struct ct6_key *key, u8 l4proto,
			  const struct in6_addr *saddr,
			  const struct in6_addr *daddr,
			  __be16 sport, __be16 dport, u32 ifindex)
{
	int order = ct6_addr_order(saddr, daddr);
	unsigned int src;

	if (!order)
		order = (int)ntohs(sport) - (int)ntohs(dport);
	src = order > 0;
	key->addr[src] = *saddr;
	key->addr[!src] = *daddr;
	key->port[src] = sport;
	key->port[!src] = dport;
	key->l4proto = l4proto;
	key->query = 0;
	key->request = 0;
	key->gre = CT6_KEY_GRE_PLAIN;
	key->scope = ct6_addr_scoped(saddr) || ct6_addr_scoped(daddr) ?
		     ifindex : 0;
	return src;
}

/**
 * ct6_key_home() - tell the flows of one home address from those of another
 * @key: of a packet whose source or destination is a care-of address
 * @home: home address of either end
 *
 * Who does not know the secret cannot make two homes look alike.
 */
void ct6_key_home(struct ct6_key *key, const struct in6_addr *home)
{
	key->scope ^= siphash(home, sizeof(*home), &ct6_key_secret);
}

/**
 * ct6_key_gre() - tell the tunnels between two hosts apart
 * @key: of a GRE packet
 * @kind: what tells them apart
 * @value: key of its header
 *
 * Both ends of a tunnel with a key use the same (RFC 2890, 2.1), so it goes
 * into the key of either direction as it is. The calls of PPTP have another
 * identifier in each direction (RFC 2637, 4.1), and which two belong together
 * is not to be seen here: one flow carries all calls of two hosts.
 */
void ct6_key_gre(struct ct6_key *key, enum ct6_key_gre kind, __be32 value)
{
	key->gre = kind;
	if (kind == CT6_KEY_GRE_KEY)
		memcpy(key->port, &value, sizeof(key->port));
}

/**
 * ct6_key_query() - tell the queries of one side from those of the other
 * @key: of an ICMPv6 query or its answer
 * @request: type of the query
 * @asker: index of the endpoint that asks
 */
void ct6_key_query(struct ct6_key *key, u8 request, unsigned int asker)
{
	key->request = request;
	/* a host that asks itself is its own both ends */
	if (ipv6_addr_equal(&key->addr[0], &key->addr[1]))
		asker = 0;
	key->query = 1 + asker;
}

static __always_inline void ct6_key_absorb(u64 v[4], u64 word)
{
	v[3] ^= word;
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	v[0] ^= word;
}

/**
 * ct6_key_hash() - keyed hash of a key
 * @key: key
 * @seed: of the table, new with each of its sizes
 *
 * SipHash-1-3, which hsiphash() is on 64-bit machines, over the five words
 * that a key is: unrolled, it takes two thirds of the instructions. The scope
 * shares a word with protocol and query; a packet's sender chooses neither.
 * Who does not know the secret of this boot cannot make keys that fall into
 * one bucket.
 *
 * Context: any.
 */
u32 ct6_key_hash(const struct ct6_key *key, u32 seed)
{
	const u64 *word = (const u64 *)key;
	u64 v[4] = {
		SIPHASH_CONST_0 ^ ct6_key_secret.key[0] ^ seed,
		SIPHASH_CONST_1 ^ ct6_key_secret.key[1],
		SIPHASH_CONST_2 ^ ct6_key_secret.key[0] ^ seed,
		SIPHASH_CONST_3 ^ ct6_key_secret.key[1],
	};

	ct6_key_absorb(v, get_unaligned(&word[0]));
	ct6_key_absorb(v, get_unaligned(&word[1]));
	ct6_key_absorb(v, get_unaligned(&word[2]));
	ct6_key_absorb(v, get_unaligned(&word[3]));
	ct6_key_absorb(v, get_unaligned(&word[4]) ^ (u64)key->scope << 32);
	v[2] ^= 0xff;
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/**
 * ct6_key_init() - draw the secret of the hash
 */
void __init ct6_key_init(void)
{
	get_random_bytes(&ct6_key_secret, sizeof(ct6_key_secret));
}
