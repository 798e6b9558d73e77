// SPDX-License-Identifier: GPL-2.0-only
/*
 * What rulesets are read as: each case of a file is a ruleset and what comes
 * of it, the exact errors or, without errors, what `ct6 show` would print.
 *
 *	lang_table [-w] FILE
 *
 * A case is "=== NAME", the ruleset, "---" and the result. With -w the cases
 * are printed with the results that there are.
 */
#include "cases.h"
#include "lang.h"
#include "print.h"

/* To be freed. */
static char *result_of(const struct test_case *test)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset rs;

	ruleset_init(&rs);
	text_add(&text, "", 0);
	if (lang_parse(&rs, source_text("rules.ct6", test->input, &sources),
		       &sources, &report))
		ruleset_print(&text, &rs, NULL, 0);
	text_add(&text, errors.data ? errors.data : "", errors.len);
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return text.data;
}

int main(int argc, char **argv)
{
	return cases_main(argc, argv, result_of);
}
