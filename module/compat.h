/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels that ct6 is built against, and nothing
 * else. Features are probed where a macro allows it.
 */
#ifndef _CT6_COMPAT_H
#define _CT6_COMPAT_H

#include <linux/slab.h>
#include <net/ip6_fib.h>

#ifdef CT6_HAVE_LINUX_UNALIGNED_H
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#ifdef CT6_HAVE_NET_IPV6_STUBS_H
#include <net/ipv6_stubs.h>
#endif

/**
 * ct6_fib6_lookup() - the best route to an address, without policy rules
 * @net: where to look
 * @oif: index of the interface that it has to lead over, 0 for any
 * @fl6: the packet
 * @res: is filled with what is found
 * @flags: RT6_LOOKUP_F_*
 *
 * Takes no reference: the result is good as long as the caller's
 * rcu_read_lock(). Kernels with IPv6 as a module reach it through a table.
 *
 * Return: 0, or the negative error that a route stands for.
 */
static inline int ct6_fib6_lookup(struct net *net, int oif, struct flowi6 *fl6,
				  struct fib6_result *res, int flags)
{
#ifdef CT6_HAVE_NET_IPV6_STUBS_H
	return ipv6_stub->fib6_lookup(net, oif, fl6, res, flags);
#else
	return fib6_lookup(net, oif, fl6, res, flags);
#endif
}

/**
 * ct6_slab_create() - a slab cache of our own
 * @name: of the cache
 * @size: bytes of an object
 * @offset: offset of a part of the object that users may see
 * @len: its length
 *
 * Never merged with another cache of the same size, so that its destruction
 * proves that nothing was leaked. Kernels before SLAB_NO_MERGE (6.5) do not
 * merge caches that may be copied to users.
 *
 * Return: the cache, or NULL without memory.
 */
static inline struct kmem_cache *ct6_slab_create(const char *name, size_t size,
						 size_t offset, size_t len)
{
#ifdef SLAB_NO_MERGE
	return kmem_cache_create(name, size, 0, SLAB_HWCACHE_ALIGN |
				 SLAB_NO_MERGE, NULL);
#else
	return kmem_cache_create_usercopy(name, size, 0, SLAB_HWCACHE_ALIGN,
					  offset, len, NULL);
#endif
}

#endif /* _CT6_COMPAT_H */
