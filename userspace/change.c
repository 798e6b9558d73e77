// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of changes of the kernel's ruleset, for every front.
 */
#include <stdlib.h>
#include <string.h>

#include "change.h"

/**
 * changes_add() - one change more
 * @changes: request
 * @kind: enum ct6_change_kind
 * @chain: name of the chain, or NULL
 *
 * Return: the change, the rest of it zero, until the next one is added.
 */
struct change *changes_add(struct changes *changes, uint32_t kind,
			   const char *chain)
{
	struct change *change;

	changes->change = grow(changes->change, changes->nr, &changes->cap,
			       sizeof(*changes->change));
	change = &changes->change[changes->nr++];
	memset(change, 0, sizeof(*change));
	change->kind = kind;
	change->chain = chain;
	return change;
}

void changes_free(struct changes *changes)
{
	free(changes->change);
	memset(changes, 0, sizeof(*changes));
}
