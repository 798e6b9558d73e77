/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of a network namespace, per CPU. Their names are those of the
 * netlink attributes, in the same order.
 */
#ifndef _CT6_STATS_H
#define _CT6_STATS_H

#include <linux/u64_stats_sync.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct sk_buff;

/* A counter's index follows from its attribute's number. */
#define CT6_STAT(name)	(CT6_A_STATS_##name - CT6_A_STATS_CREATED)

enum ct6_stat {
	CT6_STAT_CREATED		= CT6_STAT(CREATED),
	CT6_STAT_EXPIRED		= CT6_STAT(EXPIRED),
	CT6_STAT_DELETED		= CT6_STAT(DELETED),
	CT6_STAT_DENIED			= CT6_STAT(DENIED),
	CT6_STAT_EVICTED		= CT6_STAT(EVICTED),
	CT6_STAT_REPLACED		= CT6_STAT(REPLACED),
	CT6_STAT_REFUSED_MAX		= CT6_STAT(REFUSED_MAX),
	CT6_STAT_REFUSED_NOMEM		= CT6_STAT(REFUSED_NOMEM),
	CT6_STAT_INSERT_RACE		= CT6_STAT(INSERT_RACE),
	CT6_STAT_PACKETS		= CT6_STAT(PACKETS),
	CT6_STAT_ACCEPTED		= CT6_STAT(ACCEPTED),
	CT6_STAT_DROPPED		= CT6_STAT(DROPPED),
	CT6_STAT_CACHED			= CT6_STAT(CACHED),
	CT6_STAT_REVALIDATED		= CT6_STAT(REVALIDATED),
	CT6_STAT_NEW			= CT6_STAT(NEW),
	CT6_STAT_ESTABLISHED		= CT6_STAT(ESTABLISHED),
	CT6_STAT_RELATED		= CT6_STAT(RELATED),
	CT6_STAT_UNTRACKED		= CT6_STAT(UNTRACKED),
	CT6_STAT_INVALID		= CT6_STAT(INVALID),
	CT6_STAT_INVALID_TRUNCATED	= CT6_STAT(INVALID_TRUNCATED),
	CT6_STAT_INVALID_HEADER		= CT6_STAT(INVALID_HEADER),
	CT6_STAT_INVALID_CHAIN		= CT6_STAT(INVALID_CHAIN),
	CT6_STAT_INVALID_FRAGMENT	= CT6_STAT(INVALID_FRAGMENT),
	CT6_STAT_INVALID_ADDRESS	= CT6_STAT(INVALID_ADDRESS),
	CT6_STAT_INVALID_CHECKSUM	= CT6_STAT(INVALID_CHECKSUM),
	CT6_STAT_INVALID_TCP		= CT6_STAT(INVALID_TCP),
	CT6_STAT_INVALID_ICMPV6		= CT6_STAT(INVALID_ICMPV6),
	CT6_STAT_INVALID_ND		= CT6_STAT(INVALID_ND),
	CT6_STAT_INVALID_PROTO		= CT6_STAT(INVALID_PROTO),
	CT6_STAT_INVALID_SCTP		= CT6_STAT(INVALID_SCTP),
	CT6_STAT_INVALID_DCCP		= CT6_STAT(INVALID_DCCP),
	CT6_STAT_EXPECT_CREATED		= CT6_STAT(EXPECT_CREATED),
	CT6_STAT_EXPECT_USED		= CT6_STAT(EXPECT_USED),
	CT6_STAT_EXPECT_REFUSED		= CT6_STAT(EXPECT_REFUSED),
	CT6_STAT_DELAYED_SENT		= CT6_STAT(DELAYED_SENT),
	CT6_STAT_DELAYED_CANCELLED	= CT6_STAT(DELAYED_CANCELLED),
	CT6_STAT_DELAYED_REFUSED	= CT6_STAT(DELAYED_REFUSED),
	CT6_STAT_EVENTS_LOST		= CT6_STAT(EVENTS_LOST),
	CT6_STAT_NR,
};

static_assert(CT6_STAT(MAX) + 1 == CT6_STAT_NR);

/* Counters of one CPU; written with BHs off. */
struct ct6_stats {
	u64_stats_t		value[CT6_STAT_NR];
	struct u64_stats_sync	syncp;
};

/**
 * ct6_stat_inc() - count one
 * @stats: of the namespace
 * @stat: which
 *
 * Context: BHs are off.
 */
static inline void ct6_stat_inc(struct ct6_stats __percpu *stats,
				enum ct6_stat stat)
{
	struct ct6_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->value[stat]);
	u64_stats_update_end(&s->syncp);
}

struct ct6_stats __percpu *ct6_stats_alloc(void);
void ct6_stats_free(struct ct6_stats __percpu *stats);
u64 ct6_stats_read(const struct ct6_stats __percpu *stats, enum ct6_stat stat);

#endif /* _CT6_STATS_H */
