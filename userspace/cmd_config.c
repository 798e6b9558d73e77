// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 get, ct6 set: the settings of a network namespace.
 */
#include <stdlib.h>
#include <string.h>

#include <linux/ct6.h>

#include "decode.h"
#include "duration.h"
#include "json.h"
#include "options.h"
#include "request.h"

enum setting_kind {
	SETTING_NUMBER,
	SETTING_SWITCH,
	SETTING_DURATION,
};

/* By the numbers of their attributes. */
static const struct setting {
	const char		*key;
	enum setting_kind	kind;
	const char		*meaning;
} settings[] = {
	[CT6_A_CONFIG_MAX_FLOWS] = {
		"max-flows", SETTING_NUMBER,
		"flows that may live at one time" },
	[CT6_A_CONFIG_TRACKING] = {
		"tracking", SETTING_SWITCH,
		"track flows without a ruleset too" },
	[CT6_A_CONFIG_TCP_LOOSE] = {
		"tcp-loose", SETTING_SWITCH,
		"take up connections that are under way" },
	[CT6_A_CONFIG_TCP_LIBERAL] = {
		"tcp-liberal", SETTING_SWITCH,
		"take segments that are out of their window, but RSTs" },
	[CT6_A_CONFIG_MAX_EXPECTS] = {
		"max-expects", SETTING_NUMBER,
		"endpoints that may be expected at one time" },
	[CT6_A_CONFIG_MAX_DELAYED] = {
		"max-delayed", SETTING_NUMBER,
		"delayed rejects that may be due at one time" },
	[CT6_A_CONFIG_CHECKSUM] = {
		"checksum", SETTING_SWITCH,
		"verify checksums that the network card has not" },
	[CT6_A_CONFIG_FRAGMENT_STRICT] = {
		"fragment-strict", SETTING_SWITCH,
		"discard datagrams whose fragments overlap, fragmented ND" },
	[CT6_A_CONFIG_FRAGMENT_FIRST_WHOLE] = {
		"fragment-first-whole", SETTING_SWITCH,
		"drop first fragments without the whole header chain" },
	[CT6_A_CONFIG_MAX_DATAGRAMS] = {
		"max-datagrams", SETTING_NUMBER,
		"datagrams in fragments that are kept account of" },
	[CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT] = {
		"timeout-tcp-syn-sent", SETTING_DURATION,
		"after a SYN" },
	[CT6_A_CONFIG_TIMEOUT_TCP_SYN_RECV] = {
		"timeout-tcp-syn-recv", SETTING_DURATION,
		"after its answer" },
	[CT6_A_CONFIG_TIMEOUT_TCP_ESTABLISHED] = {
		"timeout-tcp-established", SETTING_DURATION,
		"of a connection that is open" },
	[CT6_A_CONFIG_TIMEOUT_TCP_FIN_WAIT] = {
		"timeout-tcp-fin-wait", SETTING_DURATION,
		"after the first FIN" },
	[CT6_A_CONFIG_TIMEOUT_TCP_CLOSE_WAIT] = {
		"timeout-tcp-close-wait", SETTING_DURATION,
		"after its acknowledgment" },
	[CT6_A_CONFIG_TIMEOUT_TCP_LAST_ACK] = {
		"timeout-tcp-last-ack", SETTING_DURATION,
		"after the second FIN" },
	[CT6_A_CONFIG_TIMEOUT_TCP_TIME_WAIT] = {
		"timeout-tcp-time-wait", SETTING_DURATION,
		"after both are acknowledged" },
	[CT6_A_CONFIG_TIMEOUT_TCP_CLOSE] = {
		"timeout-tcp-close", SETTING_DURATION,
		"after a RST" },
	[CT6_A_CONFIG_TIMEOUT_UDP] = {
		"timeout-udp", SETTING_DURATION,
		"of UDP after a reply" },
	[CT6_A_CONFIG_TIMEOUT_UDP_UNREPLIED] = {
		"timeout-udp-unreplied", SETTING_DURATION,
		"of UDP before a reply" },
	[CT6_A_CONFIG_TIMEOUT_UDP_SYSTEM] = {
		"timeout-udp-system", SETTING_DURATION,
		"of UDP with a port below 1024" },
	[CT6_A_CONFIG_TIMEOUT_SCTP_OPENING] = {
		"timeout-sctp-opening", SETTING_DURATION,
		"of an SCTP association that opens" },
	[CT6_A_CONFIG_TIMEOUT_SCTP_ESTABLISHED] = {
		"timeout-sctp-established", SETTING_DURATION,
		"of one that is open" },
	[CT6_A_CONFIG_TIMEOUT_SCTP_CLOSING] = {
		"timeout-sctp-closing", SETTING_DURATION,
		"of one that closes" },
	[CT6_A_CONFIG_TIMEOUT_DCCP_OPENING] = {
		"timeout-dccp-opening", SETTING_DURATION,
		"of a DCCP connection that opens" },
	[CT6_A_CONFIG_TIMEOUT_DCCP_OPEN] = {
		"timeout-dccp-open", SETTING_DURATION,
		"of one that is open" },
	[CT6_A_CONFIG_TIMEOUT_DCCP_CLOSING] = {
		"timeout-dccp-closing", SETTING_DURATION,
		"of one that closes" },
	[CT6_A_CONFIG_TIMEOUT_GRE] = {
		"timeout-gre", SETTING_DURATION,
		"of GRE" },
	[CT6_A_CONFIG_TIMEOUT_ESP] = {
		"timeout-esp", SETTING_DURATION,
		"of ESP and AH" },
	[CT6_A_CONFIG_TIMEOUT_ICMPV6] = {
		"timeout-icmpv6", SETTING_DURATION,
		"of an ICMPv6 query" },
	[CT6_A_CONFIG_TIMEOUT_MULTICAST] = {
		"timeout-multicast", SETTING_DURATION,
		"for unicast answers to a request to a link's group" },
	[CT6_A_CONFIG_TIMEOUT_HELPER] = {
		"timeout-helper", SETTING_DURATION,
		"for a connection that a helper announced" },
	[CT6_A_CONFIG_TIMEOUT_GENERIC] = {
		"timeout-generic", SETTING_DURATION,
		"of any other protocol" },
	[CT6_A_CONFIG_TIMEOUT_FRAGMENT] = {
		"timeout-fragment", SETTING_DURATION,
		"from a datagram's first fragment" },
	[CT6_A_CONFIG_VERIFY_VERDICTS] = {
		"verify-verdicts", SETTING_SWITCH,
		"judge each packet twice and count differences" },
	[CT6_A_CONFIG_ADAPTIVE_START] = {
		"adaptive-start", SETTING_NUMBER,
		"percent of max-flows from which unanswered ones get less time" },
	[CT6_A_CONFIG_ADAPTIVE_END] = {
		"adaptive-end", SETTING_NUMBER,
		"percent of max-flows at which they get the least" },
};

_Static_assert(ARRAY_SIZE(settings) <= ATTRS_MAX + 1, "attributes are lost");

#define KEY_COLUMN	25
#define VALUE_COLUMN	10

/* Return: number of the attribute, or 0 after an error. */
static unsigned int setting_find(const char *key)
{
	const char *words[ARRAY_SIZE(settings)];
	size_t i, nr = 0;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!settings[i].key)
			continue;
		if (!strcmp(key, settings[i].key))
			return i;
		words[nr++] = settings[i].key;
	}
	if (word_closest(key, words, nr))
		usage_unknown("setting", key, words, nr);
	else
		usage_error("unknown setting '%s'; `ct6 get` shows them all",
			    key);
	return 0;
}

/**
 * struct config - what the kernel answers
 * @known: it told that setting
 * @value: of a setting
 */
struct config {
	bool		known[ARRAY_SIZE(settings)];
	uint32_t	value[ARRAY_SIZE(settings)];
};

static bool config_read(const struct nlmsghdr *nlh, void *data)
{
	struct config *config = data;
	struct attrs attrs;
	uint8_t small;
	size_t i;

	attrs_parse_message(&attrs, nlh);
	for (i = 1; i < ARRAY_SIZE(settings); i++) {
		if (!settings[i].key)
			continue;
		if (settings[i].kind != SETTING_SWITCH) {
			config->known[i] = attrs_u32(&attrs, i,
						     &config->value[i]);
		} else if (attrs_u8(&attrs, i, &small)) {
			config->known[i] = true;
			config->value[i] = small;
		}
	}
	return true;
}

static void config_json(const struct config *config)
{
	json_t *object = json_new();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!config->known[i])
			continue;
		if (settings[i].kind == SETTING_SWITCH)
			json_put_bool(object, settings[i].key,
				      config->value[i]);
		else
			json_put_number(object, settings[i].key,
					config->value[i]);
	}
	json_print(object);
}

static void value_print(struct text *text, size_t i, uint32_t value)
{
	switch (settings[i].kind) {
	case SETTING_NUMBER:
		text_addf(text, "%u", value);
		break;
	case SETTING_SWITCH:
		text_addf(text, "%s", value ? "on" : "off");
		break;
	case SETTING_DURATION:
		duration_print(text, value);
		break;
	}
}

static void config_print(const struct config *config)
{
	struct text text = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!config->known[i])
			continue;
		value_print(&text, i, config->value[i]);
		printf("%-*s %-*s # %s\n", KEY_COLUMN, settings[i].key,
		       VALUE_COLUMN, text.data, settings[i].meaning);
		text_free(&text);
	}
}

/* The value alone, for scripts: times are seconds. */
static void config_print_value(const struct config *config, size_t i)
{
	if (settings[i].kind == SETTING_SWITCH)
		puts(config->value[i] ? "on" : "off");
	else
		printf("%u\n", config->value[i]);
}

int cmd_get(const struct options *options, int nr, char **word)
{
	struct config config = { 0 }, asked = { 0 };
	struct report report = { 0 };
	struct message msg;
	unsigned int i = 0;
	int code;

	if (nr > 1)
		return usage_extra("get", word[1]);
	if (nr) {
		i = setting_find(word[0]);
		if (!i)
			return EXIT_USAGE;
	}
	message_init(&msg, CT6_CMD_CONFIG_GET, 0);
	code = request_once(&msg, config_read, &config, &report);
	if (code)
		return code;
	if (nr && !config.known[i]) {
		usage_error("the kernel's ct6 has no '%s'", word[0]);
		return EXIT_REFUSED;
	}
	asked.known[i] = nr;
	asked.value[i] = config.value[i];
	if (options->set & OPTION_JSON)
		config_json(nr ? &asked : &config);
	else if (nr)
		config_print_value(&asked, i);
	else
		config_print(&config);
	return EXIT_DONE;
}

static bool switch_parse(const char *word, uint32_t *value)
{
	static const char *const on[] = { "on", "1", "yes", "true" };
	static const char *const off[] = { "off", "0", "no", "false" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(on); i++) {
		*value = !strcmp(word, on[i]);
		if (*value || !strcmp(word, off[i]))
			return true;
	}
	return false;
}

/* KEY VALUE; the kernel's refusal will point to the value. */
static bool setting_put(struct message *msg, const char *key,
			const char *word, const struct loc *loc)
{
	unsigned int i = setting_find(key);
	uint32_t value;

	if (!i)
		return false;
	switch (settings[i].kind) {
	case SETTING_SWITCH:
		if (!switch_parse(word, &value)) {
			usage_error("%s is on or off, not '%s'", key, word);
			return false;
		}
		message_put_u8(msg, loc, i, value);
		return true;
	case SETTING_DURATION:
		if (!duration_parse(word, &value)) {
			usage_error("%s is a time as 300, 5m or 2h4m, not '%s'",
				    key, word);
			return false;
		}
		break;
	default:
		if (!parse_u32(word, &value)) {
			usage_error("%s is a number, not '%s'", key, word);
			return false;
		}
	}
	message_put_u32(msg, loc, i, value);
	return true;
}

static bool settings_put(struct message *msg, int nr, char **word,
			 struct source *source)
{
	struct loc loc = { .source = source, .line = 1, .col = 1 };
	int i, j;

	for (i = 0; i < nr; i += 2) {
		for (j = 0; j < i; j += 2) {
			if (!strcmp(word[i], word[j])) {
				usage_error("'%s' was given twice", word[i]);
				return false;
			}
		}
		loc.col += strlen(word[i]) + 1;
		loc.end = loc.col + strlen(word[i + 1]);
		if (!setting_put(msg, word[i], word[i + 1], &loc))
			return false;
		loc.col = loc.end + 1;
	}
	return true;
}

/* All together or none: one request. */
int cmd_set(const struct options *options, int nr, char **word)
{
	struct report report = { 0 };
	struct source *sources = NULL;
	struct text line = { 0 };
	struct message msg;
	int code = EXIT_USAGE, i;

	if (!nr)
		return usage_error("set what? KEY VALUE; `ct6 get` shows them all");
	if (nr % 2)
		return setting_find(word[nr - 1]) ?
		       usage_error("'%s' needs a value", word[nr - 1]) :
		       EXIT_USAGE;
	for (i = 0; i < nr; i++)
		text_addf(&line, "%s%s", i ? " " : "", word[i]);
	message_init(&msg, CT6_CMD_CONFIG_SET, 0);
	if (settings_put(&msg, nr, word,
			 source_text("ct6 set", line.data, &sources)))
		code = request_once(&msg, NULL, NULL, &report);
	else
		message_free(&msg);
	source_free(sources);
	text_free(&line);
	if (!code && options->set & OPTION_JSON)
		return cmd_get(options, 0, NULL);
	return code;
}
