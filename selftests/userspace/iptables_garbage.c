// SPDX-License-Identifier: GPL-2.0-only
/*
 * No input may crash the ip6tables front, hang it or make it leak: inputs that
 * are right, damaged at random. What is still accepted must be printed as
 * something that is read back the same; what is refused must say why.
 *
 *	iptables_garbage [-n NUMBER] [-s SEED] FILE
 *
 * FILE is the one of iptables_table; all that it holds is damaged.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "iptables.h"
#include "lang.h"
#include "lang_random.h"
#include "print.h"

/* Words that mean something, so that damage gets further than the first. */
static const char *const words[] = {
	"!", "-p tcp", "-p udp", "-p icmpv6", "-m multiport", "--ports 1,2",
	"--dport", "--sports", ",", ":", "/", "::1/64", "-s ::1,::2", "-d",
	"-i", "eth+", "-j", "-g", "USER", "DROP", "LOG", "REJECT", "-I INPUT",
	"-D INPUT", "-R INPUT 1", "-A USER", "\"", "\\", "\n", "COMMIT\n",
	"*filter\n", "*nat\n", ":A - [0:0]\n", "[1:2]", "-m limit", "--limit",
	"-X\n", "-F\n", "-N x\n", "4294967296", "-m conntrack", "--ctstate",
	"--icmpv6-type ! 1/4", "-m icmp6", "-4", "-6", "=", "\t", "\r",
	"-m comment --comment", "\x01", "\xc3\xa4",
};

static bool running(struct ruleset *rs, void *context, struct report *report)
{
	static const char text[] =
		"essentials off;\nchain input {\n\tpolicy drop;\n"
		"\ttcp dport 22 accept\n\tjump old\n}\nchain old {\n}\n";
	struct source *sources = NULL;
	bool good;

	(void)context;
	good = lang_parse(rs, source_text("running", text, &sources),
			  &sources, report);
	/* places in it are not looked at, errors end with the source */
	for (struct chain *c = rs->chain; c; c = c->next) {
		memset(&c->loc, 0, sizeof(c->loc));
		for (struct rule *r = c->rule; r; r = r->next) {
			memset(&r->loc, 0, sizeof(r->loc));
			for (struct expr *e = r->expr; e; e = e->next) {
				memset(&e->loc, 0, sizeof(e->loc));
				memset(&e->target, 0, sizeof(e->target));
			}
		}
	}
	source_free(sources);
	return good;
}

static bool read_back(const struct ruleset *rs)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset again;
	bool same;

	ruleset_init(&again);
	ruleset_print(&text, rs, NULL, PRINT_COUNTERS);
	same = lang_parse(&again, source_text("printed", text.data, &sources),
			  &sources, &report) && ruleset_equal(rs, &again);
	if (!same)
		printf("# printed:\n%s\n# errors:\n%s\n", text.data,
		       errors.data ? errors.data : "none");
	text_free(&text);
	text_free(&errors);
	ruleset_free(&again);
	source_free(sources);
	return same;
}

static bool try(const struct text *input, bool *accepted)
{
	struct iptables_input how = {
		.counters	= random_below(2),
		.noflush	= random_below(2),
		.running	= random_below(2) ? running : NULL,
	};
	struct text errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL, *source;
	struct ruleset rs;
	bool good;

	ruleset_init(&rs);
	source = source_text("rules", "", &sources);
	/* zero bytes too */
	free(source->data);
	source->data = xrealloc(NULL, input->len + 1);
	memcpy(source->data, input->data, input->len);
	source->data[input->len] = 0;
	source->len = input->len;
	*accepted = iptables_read(&rs, source, &how, &report);
	good = *accepted ? !report.errors && (!how.loads || read_back(&rs)) :
			   report.errors;
	if (!good)
		printf("# accepted %d, errors %u, input:\n%s\n", *accepted,
		       report.errors, input->data);
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return good;
}

static void input_add(struct text **inputs, size_t *nr, size_t *cap,
		      const char *begin, size_t len, bool whole)
{
	struct text *input;

	*inputs = grow(*inputs, *nr, cap, sizeof(**inputs));
	input = memset(&(*inputs)[(*nr)++], 0, sizeof(*input));
	text_addf(input, "%s", whole ? "" : "*filter\n:USER - [0:0]\n");
	text_add(input, begin, len);
	text_addf(input, "%s", whole ? "" : "COMMIT\n");
}

/* The inputs of the cases: whole tables, and single rules. */
static size_t inputs_read(struct text **inputs, const char *text)
{
	const char *mark, *begin, *end, *line;
	size_t nr = 0, cap = 0;

	*inputs = NULL;
	while ((mark = strstr(text, "=== ")) &&
	       (begin = strchr(mark, '\n')) && (end = strstr(begin, "---\n"))) {
		text = end;
		begin++;
		if (memmem(begin, end - begin, "*filter", 7)) {
			input_add(inputs, &nr, &cap, begin, end - begin, true);
			continue;
		}
		for (; begin < end; begin = line + 1) {
			line = memchr(begin, '\n', end - begin);
			input_add(inputs, &nr, &cap, begin, line + 1 - begin,
				  false);
		}
	}
	return nr;
}

int main(int argc, char **argv)
{
	unsigned long number = 50000, seed = 1, i, taken = 0;
	struct source *sources = NULL, *source = NULL;
	struct text *inputs;
	bool good = true, accepted;
	size_t nr;
	int opt;

	while ((opt = getopt(argc, argv, "n:s:")) != -1) {
		if (opt == 'n')
			number = strtoul(optarg, NULL, 0);
		else if (opt == 's')
			seed = strtoul(optarg, NULL, 0);
	}
	if (optind < argc)
		source = source_open(argv[optind], &sources);
	if (!source) {
		fprintf(stderr, "usage: iptables_garbage [-n NUMBER] [-s SEED] FILE\n");
		return 1;
	}
	nr = inputs_read(&inputs, source->data);
	random_seed(seed);
	printf("KTAP version 1\n1..1\n");
	for (i = 0; i < number && good; i++) {
		const struct text *input = &inputs[random_below(nr)];
		struct text text = { 0 };
		unsigned int changes = 1 + random_below(2);

		text_add(&text, input->data, input->len);
		for (; changes; changes--)
			text_damage(&text, words, ARRAY_SIZE(words));
		good = try(&text, &accepted);
		taken += accepted;
		text_free(&text);
	}
	printf("# seed %lu, %lu inputs, %lu accepted\n", seed, i, taken);
	printf("%sok 1 - damaged inputs\n", good && taken ? "" : "not ");
	while (nr)
		text_free(&inputs[--nr]);
	free(inputs);
	source_free(sources);
	return !good || !taken;
}
