// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets of several files: what is included is read in its place, and its
 * errors name both places.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang.h"
#include "print.h"

struct file {
	const char	*name;
	const char	*text;
};

/**
 * struct test - a case
 * @name: what should be
 * @file: the first is read, the others are there
 * @result: errors, or the ruleset; the folder's name is left out
 */
struct test {
	const char	*name;
	struct file	file[4];
	const char	*result;
};

static const struct test tests[] = {
	{
		"an included file is read in its place",
		{ { "a", "include \"sub/b\"\nchain input {\n\tiifname $lan\n"
			 "\tinclude \"c\"\n\tdrop\n}\n" },
		  { "sub/b", "define lan = eth0" },
		  { "c", "accept # no end of line" } },
		"chain input {\n\tpolicy accept;\n\tiifname \"eth0\"\n"
		"\taccept\n\tdrop\n}\n",
	}, {
		"names start where the including file is",
		{ { "a", "include \"sub/b\"\n" },
		  { "sub/b", "include \"c\"\n" },
		  { "sub/c", "chain x {\n}\n" } },
		"chain x {\n}\n",
	}, {
		"an error names its file and who included it",
		{ { "a", "\ninclude \"b\"\nchain input {\n\tdorp\n}\n" },
		  { "b", "include \"c\"" },
		  { "c", "chain x {\n\taccpet\n}\n" } },
		"c:2:2: unexpected 'accpet', did you mean 'accept'?\n"
		"  \taccpet\n  \t^~~~~~\n  included at b:1:9\n"
		"  included at a:2:9\n"
		"a:4:2: unexpected 'dorp', did you mean 'drop'?\n"
		"  \tdorp\n  \t^~~~\n",
	}, {
		"a file does not include itself",
		{ { "a", "include \"b\"\n" }, { "b", "include \"a\"\n" } },
		"b:1:9: 'a' includes itself\n  include \"a\"\n"
		"          ^~~\n  included at a:1:9\n",
	}, {
		"nor by another name",
		{ { "a", "include \"./a\"\n" } },
		"././././././././././././././././a:1:9: includes more than 16 deep\n"
		"  include \"./a\"\n"
		"          ^~~~~\n"
		"  included at ./././././././././././././././a:1:9\n"
		"  included at ././././././././././././././a:1:9\n"
		"  included at ./././././././././././././a:1:9\n"
		"  included at ././././././././././././a:1:9\n"
		"  included at ./././././././././././a:1:9\n"
		"  included at ././././././././././a:1:9\n"
		"  included at ./././././././././a:1:9\n"
		"  included at ././././././././a:1:9\n"
		"  included at ./././././././a:1:9\n"
		"  included at ././././././a:1:9\n"
		"  included at ./././././a:1:9\n"
		"  included at ././././a:1:9\n"
		"  included at ./././a:1:9\n"
		"  included at ././a:1:9\n"
		"  included at ./a:1:9\n"
		"  included at a:1:9\n",
	}, {
		"a folder is no file",
		{ { "a", "include \"sub\"\n" } },
		"a:1:9: cannot read 'sub': Is a directory\n"
		"  include \"sub\"\n          ^~~~~\n",
	}, {
		"a file has a name",
		{ { "a", "include \"\"\n" } },
		"a:1:9: a file needs a name\n  include \"\"\n          ^~\n",
	},
};

static char folder[] = "/tmp/ct6-lang-include-XXXXXX";

static char *path_of(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void files_write(const struct test *test)
{
	const struct file *file;

	for (file = test->file; file->name; file++) {
		FILE *out = fopen(path_of(file->name), "w");

		if (!out || fputs(file->text, out) < 0 || fclose(out)) {
			perror(file->name);
			exit(1);
		}
	}
}

static void files_remove(const struct test *test)
{
	const struct file *file;

	for (file = test->file; file->name; file++)
		unlink(path_of(file->name));
}

/* Without the folder's name; to be freed. */
static char *text_shorten(const char *text)
{
	struct text out = { 0 };
	const char *found;
	size_t len = strlen(folder);

	text_add(&out, "", 0);
	while ((found = strstr(text, folder))) {
		text_add(&out, text, found - text);
		text = found + len + (found[len] == '/');
	}
	text_addf(&out, "%s", text);
	return out.data;
}

static char *result_of(const char *name)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL, *source;
	struct ruleset rs;
	char *result;

	ruleset_init(&rs);
	text_add(&text, "", 0);
	source = source_open(path_of(name), &sources);
	if (source && lang_parse(&rs, source, &sources, &report))
		ruleset_print(&text, &rs, NULL, 0);
	text_add(&text, errors.data ? errors.data : "", errors.len);
	result = text_shorten(text.data);
	text_free(&text);
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return result;
}

int main(void)
{
	bool failed = false;
	size_t i;

	if (!mkdtemp(folder) || mkdir(path_of("sub"), 0700)) {
		perror(folder);
		return 1;
	}
	printf("KTAP version 1\n1..%zu\n", ARRAY_SIZE(tests));
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		const struct test *test = &tests[i];
		bool same;
		char *result;

		files_write(test);
		result = result_of(test->file[0].name);
		files_remove(test);
		same = !strcmp(result, test->result);
		if (!same)
			printf("# expected:\n%s# seen:\n%s", test->result,
			       result);
		printf("%sok %zu - %s\n", same ? "" : "not ", i + 1,
		       test->name);
		failed |= !same;
		free(result);
	}
	rmdir(path_of("sub"));
	rmdir(folder);
	return failed;
}
