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
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "print.h"

struct test {
	char	*name;
	char	*input;
	char	*result;
};

/* Cuts @text at each "=== NAME" and "---". */
static size_t tests_read(struct test **tests, char *text)
{
	size_t nr = 0, cap = 0;
	char *mark, *end;

	*tests = NULL;
	while ((mark = strstr(text, "=== ")) && (end = strchr(mark, '\n'))) {
		struct test *test;

		*tests = grow(*tests, nr, &cap, sizeof(**tests));
		test = &(*tests)[nr++];
		*mark = 0;
		*end = 0;
		test->name = mark + 4;
		test->input = end + 1;
		mark = strstr(test->input, "---\n");
		if (!mark) {
			fprintf(stderr, "%s: no ---\n", test->name);
			exit(1);
		}
		*mark = 0;
		test->result = mark + 4;
		text = test->result;
	}
	return nr;
}

/* To be freed. */
static char *result_of(const char *input)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset rs;

	ruleset_init(&rs);
	text_add(&text, "", 0);
	if (lang_parse(&rs, source_text("rules.ct6", input, &sources),
		       &sources, &report))
		ruleset_print(&text, &rs, NULL, 0);
	text_add(&text, errors.data ? errors.data : "", errors.len);
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return text.data;
}

static void show(const char *title, const char *text)
{
	printf("# %s\n# ", title);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			printf("# ");
	}
}

static bool test_run(const struct test *test, size_t nr, bool write)
{
	char *result = result_of(test->input);
	bool same = !strcmp(result, test->result);

	if (write) {
		printf("=== %s\n%s---\n%s", test->name, test->input, result);
	} else {
		if (!same) {
			show("expected:", test->result);
			show("seen:", result);
		}
		printf("%sok %zu - %s\n", same ? "" : "not ", nr, test->name);
	}
	free(result);
	return same;
}

int main(int argc, char **argv)
{
	bool write = argc > 1 && !strcmp(argv[1], "-w"), failed = false;
	struct source *sources = NULL;
	const char *name = argv[1 + write];
	struct source *source = name ? source_open(name, &sources) : NULL;
	struct test *tests;
	size_t nr, i;

	if (!source) {
		fprintf(stderr, "%s: %s\n", name ? name : "usage: lang_table",
			name ? strerror(errno) : "FILE");
		return 1;
	}
	nr = tests_read(&tests, source->data);
	if (!write)
		printf("KTAP version 1\n1..%zu\n", nr);
	for (i = 0; i < nr; i++)
		failed |= !test_run(&tests[i], i + 1, write);
	free(tests);
	source_free(sources);
	return failed && !write;
}
