/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of the kernel's ruleset, for every front.
 */
#ifndef CT6_CHANGE_H
#define CT6_CHANGE_H

#include "model.h"

/**
 * struct change - one change
 * @kind: enum ct6_change_kind
 * @chain: name of the chain; NULL for all, of a reset of counters
 * @chain_loc: place of @chain
 * @handle: of the rule that is meant, 0 for none
 * @index: its place in the chain from 1, 0 for none; not with @handle
 * @place_loc: place of @handle or @index
 * @rule: new rule, or NULL
 * @new_name: of the chain, or NULL
 * @new_loc: place of @new_name
 * @has_hook: the chain becomes a base chain, with @hook and @policy
 * @has_policy: the base chain gets @policy
 * @hook: enum ct6_hook
 * @policy: CT6_VERDICT_ACCEPT or DROP
 * @flags: CT6_CHANGE_FLAGS_*
 * @has_counters: the policy's counter begins with @packets and @bytes
 */
struct change {
	uint32_t		kind;
	const char		*chain;
	struct loc		chain_loc;
	uint64_t		handle;
	uint32_t		index;
	struct loc		place_loc;
	const struct rule	*rule;
	const char		*new_name;
	struct loc		new_loc;
	bool			has_hook;
	bool			has_policy;
	uint32_t		hook;
	uint32_t		policy;
	uint32_t		flags;
	bool			has_counters;
	uint64_t		packets;
	uint64_t		bytes;
};

/**
 * struct changes - a request
 * @change: changes, done in their order, all or none
 * @nr: of them
 * @cap: room in @change, for changes_add()
 * @check: have them validated only
 * @has_generation: refuse them for another ruleset than @generation
 * @force: although the ruleset waits for its confirmation
 * @has_flags: the ruleset gets @flags
 * @generation: in, of the ruleset that is meant; out, of the one that runs
 * @flags: CT6_RULESET_FLAGS_*
 * @swap: another ruleset than @generation is no error, but @stale
 * @stale: out, there was another one, and nothing was changed
 * @handle: out, of the first new rule; those of the others follow
 */
struct changes {
	struct change	*change;
	size_t		nr;
	size_t		cap;
	bool		check;
	bool		has_generation;
	bool		force;
	bool		has_flags;
	bool		swap;
	bool		stale;
	uint32_t	generation;
	uint32_t	flags;
	uint64_t	handle;
};

struct change *changes_add(struct changes *changes, uint32_t kind,
			   const char *chain);
int changes_send(struct changes *changes, struct report *report);
void changes_free(struct changes *changes);

#endif /* CT6_CHANGE_H */
