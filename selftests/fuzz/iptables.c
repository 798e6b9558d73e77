// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the ip6tables front: the input of ip6tables-ct6-restore, or
 * the words of one ip6tables-ct6, against a ruleset that runs.
 *
 * The first byte says which of the two, and how.
 */
#include "tool.h"
#include "iptables.h"
#include "load.h"

#define WORDS	40

static const char running_text[] =
	"essentials off;\nrevalidate off;\n"
	"set hosts { type ipv6_addr; flags interval; elements = { ::1, 2001:db8::/32 } }\n"
	"set services { type inet_service; }\n"
	"chain input {\n\tpolicy drop;\n"
	"\ttcp dport 22 counter packets 7 bytes 420 accept\n"
	"\tjump old\n\tudp dport { 53, 67-69 } accept\n"
	"\tlimit rate 5/minute log prefix \"x: \"\n}\n"
	"chain old {\n\ticmpv6 type echo-request accept comment \"c\"\n}\n";

/* As it is fetched: nothing in it has a place. */
static bool running(struct ruleset *rs, void *context, struct report *report)
{
	struct source *sources = NULL;
	struct chain *c;
	struct rule *r;
	struct expr *e;
	bool good;

	(void)context;
	good = lang_parse(rs, source_text("running", running_text, &sources),
			  &sources, report);
	rs->generation = 1;
	for (c = rs->chain; c; c = c->next) {
		memset(&c->loc, 0, sizeof(c->loc));
		for (r = c->rule; r; r = r->next) {
			memset(&r->loc, 0, sizeof(r->loc));
			for (e = r->expr; e; e = e->next) {
				memset(&e->loc, 0, sizeof(e->loc));
				memset(&e->target, 0, sizeof(e->target));
			}
		}
	}
	source_free(sources);
	return good;
}

int __wrap_ruleset_fetch(struct ruleset *rs, struct report *report)
{
	ruleset_free(rs);
	return running(rs, NULL, report) ? 0 : 1;
}

static void restore(uint8_t how, const uint8_t *data, size_t size)
{
	struct iptables_input input = {
		.counters	= how & 2,
		.noflush	= how & 4,
		.running	= how & 8 ? running : NULL,
	};
	struct text errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL, *source;
	struct ruleset rs;

	ruleset_init(&rs);
	source = source_bytes(data, size, &sources);
	if (iptables_read(&rs, source, &input, &report)) {
		check(!report.errors, "what is read has no error");
		if (input.loads)
			check_printed(&rs, PRINT_COUNTERS);
	} else {
		check(report.errors && errors.len, "a refusal says why");
	}
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
}

/* Both streams of the command go into memory. */
static void command(const uint8_t *data, size_t size)
{
	FILE *out = stdout, *err = stderr;
	char *said = NULL, *printed = NULL, *words, *argv[WORDS + 1];
	size_t nr_said, nr_printed, i;
	int argc = 0, code;

	words = xrealloc(NULL, size + 1);
	memcpy(words, data, size);
	words[size] = 0;
	argv[argc++] = (char[]){ "ip6tables-ct6" };
	for (i = 0; i < size && argc < WORDS; i++) {
		if (words[i] != '\n' && words[i] != ' ')
			continue;
		words[i] = 0;
	}
	for (i = 0; i < size && argc < WORDS; i += strlen(words + i) + 1)
		argv[argc++] = words + i;
	argv[argc] = NULL;
	stdout = open_memstream(&printed, &nr_printed);
	stderr = open_memstream(&said, &nr_said);
	code = iptables_main(argc, argv);
	fclose(stdout);
	fclose(stderr);
	stdout = out;
	stderr = err;
	check(code >= 0 && code <= 4, "the exit code is one of ip6tables'");
	check(!code || nr_said, "a refusal says why");
	check(code || !nr_said, "what is done has no error");
	free(said);
	free(printed);
	free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	if (*data & 1)
		restore(*data, data + 1, size - 1);
	else
		command(data + 1, size - 1);
	return 0;
}
