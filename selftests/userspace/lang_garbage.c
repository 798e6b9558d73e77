// SPDX-License-Identifier: GPL-2.0-only
/*
 * No text makes the reader of rulesets crash, hang or leak: rulesets that are
 * right are cut, mixed up and strewn with words. What is still read must be
 * read the same when it is printed.
 *
 *	lang_garbage [COUNT [SEED]]
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "lang_random.h"
#include "print.h"

#define GROUP	5000	/* texts of one result */
#define CHANGES	6	/* at most, of one text */

static const char *const words[] = {
	"{", "}", "(", ")", ",", ";", "\n", "\\\n", "/", "|", "-", "&", "==",
	"!=", "<=", "!", "@x", "$x", "$", "#", "\"", "\"\\", "0", "-1",
	"0xffffffffffffffffff", "4294967296", "::/0", "::1-::2", "1-2-3-4",
	"accept", "jump", "set", "map", "vmap", "limit rate", "per", "log",
	"flags", "tcp", "ip", "ip6 saddr", "exthdr", "ct state", "mark",
	"define x = { ", "define y = $y\n", "table ip6 t {", "chain c {",
	"include \"x\"\n", "include \"-\"\n", "include", "policy drop",
	"type filter hook input priority 0", "flush ruleset", "counter",
	"comment", "essentials off", "syn,ack / fin", "\xff", "\x01",
};

/* Return: false when a text is read, but not read as printed. */
static bool read_again(const struct ruleset *rs)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset again;
	bool same;

	ruleset_init(&again);
	ruleset_print(&text, rs, NULL, 0);
	same = lang_parse(&again, source_text("again", text.data, &sources),
			  &sources, &report) && ruleset_equal(rs, &again);
	if (!same)
		printf("# read as:\n%s# read again:\n%s\n", text.data,
		       errors.data ? errors.data : "");
	text_free(&text);
	text_free(&errors);
	ruleset_free(&again);
	source_free(sources);
	return same;
}

static bool garbage_read(const char *data, size_t len, unsigned int *nr_read)
{
	struct text errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL, *source;
	struct ruleset rs;
	bool done = true;

	ruleset_init(&rs);
	/* a zero byte ends source_text(), but not a file */
	source = source_text("garbage", data, &sources);
	free(source->data);
	source->data = memcpy(malloc(len + 1), data, len + 1);
	source->len = len;
	if (lang_parse(&rs, source, &sources, &report)) {
		++*nr_read;
		rs.generation = 1;
		done = read_again(&rs);
	} else if (!report.errors) {
		printf("# refused without a reason\n");
		done = false;
	}
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return done;
}

static bool garbage_one(uint64_t seed, unsigned int *nr_read)
{
	struct text text = { 0 };
	struct ruleset rs;
	unsigned int nr;
	bool done;

	random_seed(seed);
	random_ruleset(&rs);
	ruleset_print(&text, &rs, NULL, random_below(2) ? PRINT_COUNTERS : 0);
	ruleset_free(&rs);
	for (nr = 1 + random_below(CHANGES); nr; nr--)
		text_damage(&text, words, ARRAY_SIZE(words));
	done = garbage_read(text.data, text.len, nr_read);
	if (!done)
		printf("# of seed %" PRIu64 ":\n%s\n", seed, text.data);
	text_free(&text);
	return done;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : 5000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	unsigned long groups = (count + GROUP - 1) / GROUP, group, i;
	bool failed = false;

	printf("KTAP version 1\n1..%lu\n# seed %" PRIu64 "\n", groups, seed);
	for (group = 0; group < groups; group++) {
		unsigned long end = (group + 1) * GROUP;
		unsigned int nr_read = 0;
		bool done = true;

		if (end > count)
			end = count;
		for (i = group * GROUP; done && i < end; i++)
			done = garbage_one(seed + i, &nr_read);
		printf("%sok %lu - %lu texts, %u of them read\n",
		       done ? "" : "not ", group + 1, end - group * GROUP,
		       nr_read);
		failed |= !done;
	}
	return failed;
}
