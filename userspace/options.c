// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options of the command line; they may stand anywhere in it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "duration.h"
#include "options.h"

#define CONFIRM_MAX	86400	/* seconds */
#define DELAY_MAX	3600	/* seconds */
#define NETNS_DIR	"/run/netns"

static const struct {
	const char	*name;
	char		letter;
	unsigned int	option;
	bool		value;
} known_options[] = {
	{ "--json",	'j',	OPTION_JSON,		false },
	{ "--netns",	'N',	OPTION_NETNS,		true },
	{ "--help",	'h',	OPTION_HELP,		false },
	{ "--version",	'V',	OPTION_VERSION,		false },
	{ "--counters",	'c',	OPTION_COUNTERS,	false },
	{ "--handles",	'a',	OPTION_HANDLES,		false },
	{ "--explain",	'e',	OPTION_EXPLAIN,		false },
	{ "--prometheus", 0,	OPTION_PROMETHEUS,	false },
	{ "--generation", 'g',	OPTION_GENERATION,	true },
	{ "--force",	'f',	OPTION_FORCE,		false },
	{ "--confirm",	'C',	OPTION_CONFIRM,		true },
	{ "--batch",	'b',	OPTION_BATCH,		false },
	{ "--times",	'n',	OPTION_TIMES,		true },
	{ "--delay",	'd',	OPTION_DELAY,		true },
};

/* Return: EXIT_USAGE, after the error. */
int usage_error(const char *fmt, ...)
{
	va_list args;

	fputs("ct6: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

/* A word that is none of @words, of which one was meant perhaps. */
int usage_unknown(const char *what, const char *word,
		  const char *const *words, size_t nr)
{
	const char *closest = word_closest(word, words, nr);

	if (closest)
		return usage_error("unknown %s '%s', did you mean '%s'?", what,
				   word, closest);
	return usage_error("unknown %s '%s'", what, word);
}

int usage_extra(const char *command, const char *word)
{
	return usage_error("unexpected '%s'; see `ct6 help %s`", word,
			   command);
}

static bool option_set(struct options *options, size_t i, const char *value)
{
	if (known_options[i].value && !value) {
		usage_error("%s needs a value", known_options[i].name);
		return false;
	}
	if (known_options[i].option == OPTION_NETNS) {
		if (options->netns && strcmp(options->netns, value)) {
			usage_error("--netns was given twice");
			return false;
		}
		options->netns = value;
	}
	if (known_options[i].option == OPTION_GENERATION &&
	    !parse_u32(value, &options->generation)) {
		usage_error("'%s' is no generation; see `ct6 stats`", value);
		return false;
	}
	if (known_options[i].option == OPTION_CONFIRM &&
	    (!duration_parse(value, &options->confirm) || !options->confirm ||
	     options->confirm > CONFIRM_MAX)) {
		usage_error("--confirm is from 1s to 1d, not '%s'", value);
		return false;
	}
	if (known_options[i].option == OPTION_TIMES &&
	    (!parse_u32(value, &options->times) || !options->times)) {
		usage_error("--times is a number from 1, not '%s'", value);
		return false;
	}
	if (known_options[i].option == OPTION_DELAY &&
	    (!duration_parse(value, &options->delay) || !options->delay ||
	     options->delay > DELAY_MAX)) {
		usage_error("--delay is from 1s to 1h, not '%s'", value);
		return false;
	}
	options->set |= known_options[i].option;
	return true;
}

/* --name, --name=value, --name value; @next tells that the value was used. */
static bool option_long(struct options *options, const char *word, char *value,
			bool *next)
{
	const char *names[ARRAY_SIZE(known_options)];
	size_t len = strcspn(word, "="), i;
	char *name;

	for (i = 0; i < ARRAY_SIZE(known_options); i++) {
		names[i] = known_options[i].name;
		if (strlen(names[i]) == len && !strncmp(word, names[i], len))
			break;
	}
	if (i == ARRAY_SIZE(known_options)) {
		name = strndup(word, len);
		usage_unknown("option", name ? name : word, names, i);
		free(name);
		return false;
	}
	if (!known_options[i].value && word[len]) {
		usage_error("%s takes no value", known_options[i].name);
		return false;
	}
	*next = known_options[i].value && !word[len];
	return option_set(options, i, word[len] ? word + len + 1 : value);
}

/* -ac, -N value, -Nvalue */
static bool option_short(struct options *options, const char *word,
			 char *value, bool *next)
{
	size_t i;

	for (word++; *word; word++) {
		for (i = 0; i < ARRAY_SIZE(known_options); i++)
			if (known_options[i].letter == *word)
				break;
		if (i == ARRAY_SIZE(known_options)) {
			usage_error("unknown option '-%c'; see `ct6 help`",
				    *word);
			return false;
		}
		if (known_options[i].value) {
			*next = !word[1];
			return option_set(options, i,
					  word[1] ? word + 1 : value);
		}
		option_set(options, i, NULL);
	}
	return true;
}

/**
 * options_parse() - tell options from words
 * @options: result; its words are to be freed
 * @argc: of main()
 * @argv: of main()
 *
 * Return: false after an error.
 */
bool options_parse(struct options *options, int argc, char **argv)
{
	bool words_only = false, next, good = true;
	int i;

	memset(options, 0, sizeof(*options));
	options->word = xrealloc(NULL, (argc + 1) * sizeof(*options->word));
	for (i = 1; i < argc && good; i++) {
		char *word = argv[i], *value = argv[i + 1];

		next = false;
		if (words_only || word[0] != '-' || !word[1])
			options->word[options->nr++] = word;
		else if (!strcmp(word, "--"))
			words_only = true;
		else if (word[1] == '-')
			good = option_long(options, word, value, &next);
		else
			good = option_short(options, word, value, &next);
		i += next;
	}
	options->word[options->nr] = NULL;
	return good;
}

/* Does the command take all options that were given? */
bool options_check(const struct options *options, const char *command,
		   unsigned int known)
{
	unsigned int wrong = options->set & ~(known | OPTIONS_GLOBAL);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known_options); i++) {
		if (!(wrong & known_options[i].option))
			continue;
		usage_error("`ct6 %s` takes no %s", command,
			    known_options[i].name);
		return false;
	}
	return true;
}

/* The namespace that was meant, perhaps, among those that have a name. */
static void netns_unknown(const char *name)
{
	const char **names = NULL;
	size_t nr = 0, cap = 0;
	struct dirent *entry;
	DIR *dir = opendir(NETNS_DIR);

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		names = grow(names, nr, &cap, sizeof(*names));
		names[nr] = strdup(entry->d_name);
		nr += !!names[nr];
	}
	usage_unknown("network namespace", name, names, nr);
	while (nr)
		free((char *)names[--nr]);
	free(names);
	if (dir)
		closedir(dir);
}

/**
 * netns_enter() - go to another network namespace, for sockets to come
 * @name: name as `ip netns` gives it, or a path with a slash
 *
 * Return: an exit code; errors have been told.
 */
int netns_enter(const char *name)
{
	struct text path = { 0 };
	int fd, err;

	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		return usage_error("'%s' is no name of a network namespace",
				   name);
	text_addf(&path, "%s%s", strchr(name, '/') ? "" : NETNS_DIR "/", name);
	fd = open(path.data, O_RDONLY | O_CLOEXEC);
	err = errno;
	text_free(&path);
	if (fd < 0 && err == ENOENT && !strchr(name, '/')) {
		netns_unknown(name);
		return EXIT_USAGE;
	}
	if (fd < 0)
		return usage_error("cannot open the network namespace %s: %s",
				   name, strerror(err));
	err = setns(fd, CLONE_NEWNET) ? errno : 0;
	close(fd);
	if (!err)
		return EXIT_DONE;
	if (err == EINVAL)
		return usage_error("%s is no network namespace", name);
	if (err == EPERM)
		usage_error("not permitted: needs CAP_SYS_ADMIN to enter a network namespace");
	else
		usage_error("cannot enter the network namespace %s: %s", name,
			    strerror(err));
	return EXIT_REFUSED;
}
