// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys: what tells flows apart beside their ends, and the hash.
 */
#include <linux/init.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <net/ipv6.h>

#include "compat.h"
#include "ends.h"
#include "key.h"

/* Words of a key that are hashed: its hash is not one of them. */
#define CT6_KEY_WORDS	(offsetof(struct ct6_key, hash) / 8 + 1)

/*
 * What nobody knows of the hash, new with each boot: for NH, for SipHash, and
 * what SipHash makes of its key before it sees a word.
 */
static struct {
	u64		sum[CT6_KEY_WORDS];
	siphash_key_t	sip;
	u64		begin[4];
} ct6_key_secret __ro_after_init;

/**
 * ct6_key_home() - tell the flows of one home address from those of another
 * @key: of a packet whose source or destination is a care-of address
 * @home: home address of either end
 *
 * Who does not know the secret cannot make two homes look alike.
 */
void ct6_key_home(struct ct6_key *key, const struct in6_addr *home)
{
	key->scope ^= siphash(home, sizeof(*home), &ct6_key_secret.sip);
}

/**
 * ct6_key_gre() - tell the tunnels between two hosts apart
 * @key: of a GRE packet
 * @kind: what tells them apart
 * @value: key of its header
 *
 * Both ends of a tunnel with a key use the same as a rule, so it goes into the
 * key of either direction as it is; where they do not, each direction is a flow
 * (ct6_expect_gre()). The calls of PPTP have another
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

/* User Mode Linux on x86-64 does not say that it has them. */
#if defined(CONFIG_ARCH_SUPPORTS_INT128) || \
	(defined(CONFIG_UML) && defined(CONFIG_X86_64))
static __always_inline void ct6_key_absorb(u64 v[4], u64 word)
{
	v[3] ^= word;
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	v[0] ^= word;
}

/* SipHash-1-3 of two words, always two: their length need not go into it. */
static __always_inline u32 ct6_key_sip(u64 low, u64 high)
{
	const u64 *begin = ct6_key_secret.begin;
	u64 v[4] = { begin[0], begin[1], begin[2], begin[3] };

	ct6_key_absorb(v, low);
	ct6_key_absorb(v, high);
	v[2] ^= 0xff;
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static __always_inline __uint128_t ct6_key_pair(u64 a, u64 b, unsigned int i)
{
	return (__uint128_t)(a + ct6_key_secret.sum[i]) *
	       (b + ct6_key_secret.sum[i + 1]);
}

/* The six words: two addresses, what is behind them, and the scope. */
static __always_inline u32 ct6_key_hash_words(const void *low, const void *high,
					      u64 rest, u32 scope)
{
	const u64 *a = low, *b = high;
	__uint128_t sum;

	sum = ct6_key_pair(get_unaligned(&a[0]), get_unaligned(&a[1]), 0);
	sum += ct6_key_pair(get_unaligned(&b[0]), get_unaligned(&b[1]), 2);
	sum += ct6_key_pair(rest, scope, 4);
	return ct6_key_sip(sum, sum >> 64);
}

static __always_inline u32 ct6_key_hash(const struct ct6_key *key)
{
	const u64 *word = (const u64 *)key;

	return ct6_key_hash_words(&word[0], &word[2], get_unaligned(&word[4]),
				  key->scope);
}

/**
 * ct6_ends_hash() - the hash of the ends of a packet
 * @ends: ends
 *
 * Context: any.
 * Return: as ct6_key_seal() has it.
 */
static __always_inline u32 ct6_ends_hash(const struct ct6_ends *ends)
{
	return ct6_key_hash_words(ends->low, ends->high, ends->rest, 0);
}
#else
static u32 ct6_key_hash(const struct ct6_key *key)
{
	return siphash(key, offsetof(struct ct6_key, hash),
		       &ct6_key_secret.sip);
}

static u32 ct6_ends_hash(const struct ct6_ends *ends)
{
	struct ct6_key key;

	ct6_ends_key(ends, 0, &key);
	return ct6_key_hash(&key);
}
#endif

/**
 * ct6_key_seal() - set the hash of a key
 * @key: key, complete
 *
 * Who does not know the secret of this boot cannot make keys that fall into
 * one bucket, even if he sees which do. Two steps: NH, the universal hash of
 * UMAC (Black et al., CRYPTO '99), makes 128 bits of the six words with three
 * multiplications: two keys that somebody chose without knowing the secret
 * become the same with a probability of 2^-64. SipHash-1-3, a pseudorandom
 * function, hides these 128 bits, so that nothing is learnt of the secret of
 * the first step unless two keys become the same in it. Together they are a
 * pseudorandom function of the key, up to q^2 / 2^65 for q keys, as SipHash of
 * all six words is, for three quarters of its instructions.
 *
 * Context: any.
 */
__always_inline void ct6_key_seal(struct ct6_key *key)
{
	key->hash = ct6_key_hash(key);
}

/**
 * ct6_key_init() - draw the secret of the hash
 */
void __init ct6_key_init(void)
{
	const siphash_key_t *sip = &ct6_key_secret.sip;

	get_random_bytes(&ct6_key_secret, sizeof(ct6_key_secret));
	ct6_key_secret.begin[0] = SIPHASH_CONST_0 ^ sip->key[0];
	ct6_key_secret.begin[1] = SIPHASH_CONST_1 ^ sip->key[1];
	ct6_key_secret.begin[2] = SIPHASH_CONST_2 ^ sip->key[0];
	ct6_key_secret.begin[3] = SIPHASH_CONST_3 ^ sip->key[1];
}
