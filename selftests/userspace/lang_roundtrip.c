// SPDX-License-Identifier: GPL-2.0-only
/*
 * What `ct6 show` prints, `ct6 load` reads: random rulesets are printed, read
 * and compared.
 *
 *	lang_roundtrip [COUNT [SEED]]
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "cases.h"
#include "lang_random.h"
#include "print.h"

#define GROUP	500	/* rulesets of one result */

/* Counters are written when asked for, and come back. */
static bool counters_equal(const struct ruleset *a, const struct ruleset *b)
{
	const struct chain *x = a->chain, *y = b->chain;
	const struct rule *r, *s;

	for (; x && y; x = x->next, y = y->next)
		for (r = x->rule, s = y->rule; r && s; r = r->next, s = s->next)
			if (r->packets != s->packets || r->bytes != s->bytes)
				return false;
	return true;
}

static void show(const char *title, const char *text)
{
	text_show(title, text);
	printf("\n");
}

/* Prints what differs. */
static bool roundtrip(const struct ruleset *rs, unsigned int flags)
{
	struct text before = { 0 }, after = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset again;
	bool same;

	ruleset_init(&again);
	ruleset_print(&before, rs, NULL, flags);
	same = lang_parse(&again, source_text("print", before.data, &sources),
			  &sources, &report);
	again.generation = 1;
	ruleset_print(&after, &again, NULL, flags & PRINT_COUNTERS);
	same &= ruleset_equal(rs, &again);
	if (flags & PRINT_COUNTERS)
		same &= counters_equal(rs, &again);
	if (!flags)
		same &= !strcmp(before.data, after.data);
	if (!same) {
		show("printed:", before.data);
		show("read and printed again:", after.data);
		if (errors.data)
			show("errors:", errors.data);
	}
	text_free(&before);
	text_free(&after);
	text_free(&errors);
	ruleset_free(&again);
	source_free(sources);
	return same;
}

static bool roundtrip_one(uint64_t seed)
{
	static const unsigned int flags[] = {
		0, PRINT_COUNTERS, PRINT_COUNTERS | PRINT_HANDLES,
	};
	struct ruleset rs;
	bool same = true;
	size_t i;

	random_seed(seed);
	random_ruleset(&rs);
	for (i = 0; same && i < ARRAY_SIZE(flags); i++)
		same = roundtrip(&rs, flags[i]);
	if (!same)
		printf("# of seed %" PRIu64 "\n", seed);
	ruleset_free(&rs);
	return same;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : 2000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	unsigned long groups = (count + GROUP - 1) / GROUP, group, i;
	bool failed = false;

	printf("KTAP version 1\n1..%lu\n# seed %" PRIu64 "\n", groups, seed);
	for (group = 0; group < groups; group++) {
		unsigned long end = (group + 1) * GROUP;
		bool done = true;

		if (end > count)
			end = count;
		for (i = group * GROUP; done && i < end; i++)
			done = roundtrip_one(seed + i);
		printf("%sok %lu - rulesets of seeds %" PRIu64 " to %" PRIu64
		       " are read as printed\n", done ? "" : "not ", group + 1,
		       seed + group * GROUP, seed + end - 1);
		failed |= !done;
	}
	return failed;
}
