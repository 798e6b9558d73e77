// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the ip6tables front makes of its input: each case of a file is an
 * input and what comes of it, the exact errors or, without errors, what
 * `ct6 show` would print. What is printed is read back, too.
 *
 *	iptables_table [-w] FILE
 *
 * A case is "=== NAME", the input, "---" and the result. An input without a
 * table (unless its name begins with "whole:") is put into table filter,
 * behind a user chain USER, and of it the chain input is printed. Names that
 * begin with "counters:", "noflush:" or
 * "running:" (which has a ruleset run, but does flush) or "table:" (which
 * asks for table filter) read the input so. With -w the cases are printed
 * with the results that there are.
 */
#include <string.h>

#include "cases.h"
#include "iptables_cli.h"
#include "iptables_say.h"
#include "lang.h"
#include "print.h"

/* What "noflush:" and "running:" find. */
static const char running_text[] =
	"essentials off;\nrevalidate off;\n"
	"chain input {\n\tpolicy drop;\n"
	"\ttcp dport 22 counter packets 7 bytes 420 accept\n"
	"\tjump old\n\tudp dport 53 accept\n}\n"
	"chain old {\n\ticmpv6 type echo-request accept\n}\n";

/* And what is there, too, when the input asks for members of sets. */
static const char running_sets[] =
	"set hosts { type ipv6_addr; flags interval; elements = { ::1, 2001:db8::/32 } }\n"
	"set services { type inet_service; }\n"
	"set links { type ifname; }\n"
	"set marks { type mark; }\n";

static bool running(struct ruleset *rs, void *context, struct report *report)
{
	struct source *sources = NULL;
	struct text text = { 0 };
	bool good;

	text_addf(&text, "%s%s", strstr(context, "match-set") ? running_sets :
		  "", running_text);
	good = lang_parse(rs, source_text("running", text.data, &sources),
			  &sources, report);
	text_free(&text);
	/* what was fetched has no places */
	source_free(sources);
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
	return good;
}

/* What the tool prints it must read as the same. */
static void read_back(struct text *errors, const struct ruleset *rs)
{
	struct report report = { .into = errors };
	struct source *sources = NULL;
	struct text text = { 0 };
	struct ruleset again;

	ruleset_init(&again);
	ruleset_print(&text, rs, NULL, PRINT_COUNTERS);
	if (!lang_parse(&again, source_text("printed", text.data, &sources),
			&sources, &report))
		text_addf(errors, "printed text is refused\n");
	else if (!ruleset_equal(rs, &again))
		text_addf(errors, "read back, it is another ruleset:\n%s",
			  text.data);
	text_free(&text);
	ruleset_free(&again);
	source_free(sources);
}

/* The same, in any order of the chains, which saving sorts. */
static bool same_chains(struct ruleset *a, const struct ruleset *b)
{
	const struct chain *x, *y;
	size_t nr = 0;

	for (y = b->chain; y; y = y->next)
		nr++;
	for (x = a->chain; x; x = x->next, nr--) {
		struct ruleset one, other;
		struct chain c, d;

		y = ruleset_chain_find(b, x->name);
		if (!y)
			return false;
		c = *x;
		d = *y;
		c.next = NULL;
		d.next = NULL;
		one = (struct ruleset) { .chain = &c };
		other = (struct ruleset) { .chain = &d };
		if (!ruleset_equal(&one, &other))
			return false;
	}
	return !nr;
}

/* The input, once more, as what runs. */
struct rerun {
	const char		*text;
	struct iptables_input	input;
};

static bool rerun(struct ruleset *rs, void *context, struct report *report)
{
	struct rerun *again = context;
	struct source *sources = NULL;
	bool good = iptables_read(rs, source_text("rules", again->text,
						  &sources),
				  &again->input, report);

	source_free(sources);
	return good;
}

/*
 * What ip6tables-ct6-save prints of it is read as the same; which rows are one
 * rule is seen again.
 */
static void save_back(struct text *errors, const char *text,
		      const struct iptables_input *how)
{
	struct rerun again = { .text = text, .input = *how };
	struct iptables_input input = {
		.noflush = true, .running = rerun, .context = &again,
	};
	struct iptables_input plain = {
		.counters = true, .running = how->running,
		.context = how->context,
	};
	struct report report = { .into = errors };
	struct ruleset rs, first, second;
	struct source *sources = NULL;
	struct ipt_cli cli = { .numeric = true };
	struct ipt ipt = {
		.rs = &rs, .input = &input, .report = &report, .cli = &cli,
	};
	struct text saved = { 0 };

	ipt.tail = &ipt.chain;
	ipt.table = arena_strdup(&ipt.arena, "filter");
	ruleset_init(&rs);
	ruleset_init(&first);
	ruleset_init(&second);
	rerun(&first, &again, &report);
	first.flags = 0;
	ipt_tables_begin(&ipt);
	if (!ipt_save(&ipt, true, &saved) ||
	    !iptables_read(&second, source_text("saved", saved.data, &sources),
			   &plain, &report))
		text_addf(errors, "what is saved is refused\n");
	else if (!same_chains(&first, &second))
		text_addf(errors, "saved, it is another ruleset:\n%s",
			  saved.data);
	ipt_chains_free(&ipt);
	arena_free(&ipt.arena);
	text_free(&saved);
	ruleset_free(&rs);
	ruleset_free(&first);
	ruleset_free(&second);
	source_free(sources);
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* To be freed. */
static char *result_of(const struct test_case *test)
{
	struct iptables_input input = {
		.counters	= begins(test->name, "counters:"),
		.noflush	= begins(test->name, "noflush:"),
		.table		= begins(test->name, "table:") ? "filter" : NULL,
	};
	struct text file = { 0 }, text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	bool whole = *test->input == '*' || strstr(test->input, "\n*") ||
		     begins(test->name, "whole:");
	struct ruleset rs;

	if (input.noflush || begins(test->name, "running:"))
		input.running = running;
	input.context = test->input;
	text_addf(&file, whole ? "%s" : "*filter\n:USER - [0:0]\n%sCOMMIT\n",
		  test->input);
	ruleset_init(&rs);
	text_add(&text, "", 0);
	if (iptables_read(&rs, source_text("rules", file.data, &sources),
			  &input, &report)) {
		ruleset_print(&text, &rs, whole ? NULL : "input",
			      input.counters || input.noflush ?
			      PRINT_COUNTERS : 0);
		if (!input.loads)
			text_addf(&text, "nothing to load\n");
		else
			read_back(&errors, &rs);
		if (input.loads && !errors.len)
			save_back(&errors, file.data, &input);
	} else if (!report.errors) {
		text_addf(&text, "refused without an error\n");
	}
	text_add(&text, errors.data ? errors.data : "", errors.len);
	text_free(&errors);
	text_free(&file);
	ruleset_free(&rs);
	source_free(sources);
	return text.data;
}

int main(int argc, char **argv)
{
	return cases_main(argc, argv, result_of);
}
