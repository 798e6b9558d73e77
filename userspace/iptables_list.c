// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ip6tables -L, -S and ip6tables-save print, column by column: scripts
 * read it.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "iptables_cli.h"
#include "iptables_say.h"
#include "print.h"

/* A counter in five columns, in thousands of thousands unless exact. */
static void text_counter(struct text *text, uint64_t number,
			 const struct ipt_cli *cli, bool column)
{
	static const char units[] = { 'K', 'M', 'G', 'T' };
	char unit = 0;
	size_t i;

	if (cli->exact) {
		text_addf(text, column ? "%8" PRIu64 " " : "%" PRIu64 " ",
			  number);
		return;
	}
	for (i = 0; number > 99999 && i < ARRAY_SIZE(units); i++) {
		number = (number + 500) / 1000;
		unit = units[i];
		if (number <= 9999)
			break;
	}
	if (unit)
		text_addf(text, column ? "%4" PRIu64 "%c " : "%" PRIu64 "%c ",
			  number, unit);
	else
		text_addf(text, column ? "%5" PRIu64 " " : "%" PRIu64 " ",
			  number);
}

static void text_addr(struct text *text, const struct match *match,
		      bool numeric)
{
	const struct elem *elem = match ? match->elem : NULL;
	int len;

	if (!match) {
		text_addf(text, numeric ? "::/0" : "anywhere");
		return;
	}
	field_print(text, match->field, elem->data, true);
	if (!elem->has_mask)
		return;
	len = field_prefix_len(elem->mask, field_width(match->field));
	text_addf(text, "/");
	if (len >= 0)
		text_addf(text, "%d", len);
	else
		field_print(text, match->field, elem->mask, true);
}

static void text_interface(struct text *text, const struct match *match)
{
	const struct elem *elem = match->elem;

	text_addf(text, "%s%s", (const char *)elem->data,
		  elem->has_mask ? "+" : "");
}

/* What cannot be said in ip6tables' words is told in ct6's. */
static void text_unsaid(struct text *text, const struct ipt_row *row,
			size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		text_addf(text, i ? " | " : "");
		rule_print(text, row[i].rule, 0);
	}
}

/**
 * struct entry - a rule of ip6tables
 * @row: its rows
 * @nr: their number
 * @said: its words
 * @good: they say all
 * @packets: of all rows
 * @bytes: of all rows
 */
struct entry {
	const struct ipt_row	*row;
	size_t			nr;
	struct ipt_said		said;
	bool			good;
	uint64_t		packets;
	uint64_t		bytes;
};

/* The rule at row @at; ipt_said_free() is due. Return: the row behind it. */
static size_t entry_get(const struct ipt_chain *c, size_t at, bool numeric,
			struct entry *entry)
{
	struct ipt_pair pair = { 0 };
	size_t i;

	entry->row = &c->row[at];
	entry->nr = ipt_chain_row_end(c, at) - at;
	entry->packets = 0;
	entry->bytes = 0;
	for (i = 0; i < entry->nr; i++) {
		entry->packets += entry->row[i].rule->packets;
		entry->bytes += entry->row[i].rule->bytes;
	}
	entry->good = entry->nr == 1 ||
		      (entry->nr == 2 &&
		       ipt_pair_find(entry->row[0].rule, entry->row[1].rule,
				     &pair));
	entry->good = ipt_say(&entry->said, entry->row[0].rule,
			      pair.first ? &pair : NULL, numeric) &&
		      entry->good;
	return at + entry->nr;
}

static void list_proto(struct text *text, const struct ipt_said *said)
{
	char buf[32];

	text_addf(text, "%c%-4s -- ", said->proto_invert ? '!' : ' ',
		  ipt_proto_text(said->proto, buf, sizeof(buf),
				 said->numeric));
}

static void list_addrs(struct text *text, const struct ipt_said *said)
{
	const struct match *match[2] = { said->src, said->dst };
	struct text addr = { 0 };
	size_t i;

	for (i = 0; i < 2; i++) {
		addr.len = 0;
		text_addr(&addr, match[i], said->numeric);
		text_addf(text, "%c%-19s ",
			  match[i] && match[i]->invert ? '!' : ' ', addr.data);
	}
	text_free(&addr);
}

static void list_interfaces(struct text *text, const struct ipt_said *said)
{
	const struct match *match[2] = { said->in, said->out };
	struct text name = { 0 };
	size_t i;

	for (i = 0; i < 2; i++) {
		name.len = 0;
		if (match[i] && match[i]->invert)
			text_addf(&name, "!");
		if (match[i])
			text_interface(&name, match[i]);
		else
			text_addf(&name, said->numeric ? "*" : "any");
		text_addf(text, i ? "%-6s " : " %-6s ", name.data);
	}
	text_free(&name);
}

static void list_entry(const struct ipt_cli *cli, struct text *text,
		       const struct entry *entry, uint32_t number)
{
	const struct ipt_said *said = &entry->said;

	if (cli->line_numbers)
		text_addf(text, "%-4u ", number);
	if (cli->verbose) {
		text_counter(text, entry->packets, cli, true);
		text_counter(text, entry->bytes, cli, true);
	}
	text_addf(text, "%-9s ", said->target ? said->target : "");
	list_proto(text, said);
	if (cli->verbose)
		list_interfaces(text, said);
	list_addrs(text, said);
	if (said->go)
		text_addf(text, "[goto] ");
	text_add(text, said->list.data, said->list.len);
	text_add(text, said->options_list.data, said->options_list.len);
	if (!entry->good) {
		text_addf(text, " [ct6: ");
		text_unsaid(text, entry->row, entry->nr);
		text_addf(text, "]");
	}
	text_addf(text, "\n");
}

static void list_columns(const struct ipt_cli *cli, struct text *text)
{
	if (cli->line_numbers)
		text_addf(text, "%-4s ", "num");
	if (cli->verbose)
		text_addf(text, cli->exact ? "%8s %10s " : "%5s %5s ", "pkts",
			  "bytes");
	text_addf(text, "%-9s  prot opt", "target");
	if (cli->verbose)
		text_addf(text, " %-6s %-6s ", "in", "out");
	text_addf(text, " %-19s  %-20s", "source", "destination");
	text_addf(text, "\n");
}

/* How often rules jump to a chain. */
static size_t chain_references(const struct ipt *ipt, const char *name)
{
	const struct ipt_chain *c;
	const char *target;
	size_t nr = 0, i;

	for (c = ipt->chain; c; c = c->next) {
		for (i = 0; i < c->nr; i++) {
			if (!c->row[i].begins)
				continue;
			target = ipt_rule_target(c->row[i].rule);
			nr += target && !strcmp(target, name);
		}
	}
	return nr;
}

static void list_policy(const struct ipt_cli *cli, struct text *text,
			const struct chain *chain)
{
	text_addf(text, " (policy %s", chain->policy == CT6_VERDICT_DROP ?
				       "DROP" : "ACCEPT");
	if (cli->verbose) {
		text_addf(text, " ");
		text_counter(text, chain->packets, cli, false);
		text_addf(text, "packets, ");
		text_counter(text, chain->bytes, cli, false);
		text_addf(text, "bytes");
	}
	text_addf(text, ")\n");
}

static bool list_chain(const struct ipt *ipt, const struct ipt_chain *c,
		       uint32_t number, struct text *text)
{
	const struct ipt_cli *cli = ipt->cli;
	bool good = true;
	uint32_t nr = 0;
	size_t at, next;

	if (!number) {
		text_addf(text, "Chain %s", c->name);
		if (c->chain->base)
			list_policy(cli, text, c->chain);
		else
			text_addf(text, " (%zu references)\n",
				  chain_references(ipt, c->chain->name));
		list_columns(cli, text);
	}
	for (at = 0; at < c->nr; at = next) {
		struct entry entry;

		next = entry_get(c, at, cli->numeric, &entry);
		if (++nr == number || !number)
			list_entry(cli, text, &entry, nr);
		good &= entry.good;
		ipt_said_free(&entry.said);
	}
	return good;
}

/* -L */
bool ipt_list(struct ipt *ipt, const struct ipt_chain *only, uint32_t number,
	      struct text *text)
{
	const struct ipt_chain **chain;
	size_t nr, i;

	if (only) {
		list_chain(ipt, only, number, text);
		return true;
	}
	nr = ipt_chains_sort(ipt, &chain);
	for (i = 0; i < nr; i++) {
		if (i)
			text_addf(text, "\n");
		list_chain(ipt, chain[i], 0, text);
	}
	return true;
}

static void save_interface(struct text *text, const struct match *match,
			   char option)
{
	if (!match)
		return;
	text_addf(text, "%s -%c ", match->invert ? " !" : "", option);
	text_interface(text, match);
}

static void save_addr(struct text *text, const struct match *match,
		      char option)
{
	int len;

	if (!match)
		return;
	text_addf(text, "%s -%c ", match->invert ? " !" : "", option);
	text_addr(text, match, true);
	len = match->elem->has_mask ? 0 : 128;
	if (len)
		text_addf(text, "/%d", len);
}

enum save_counters { SAVE_NONE, SAVE_BEFORE, SAVE_INSIDE };

static bool save_entry(struct text *text, const struct ipt_chain *c,
		       const struct entry *entry, enum save_counters counters)
{
	const struct ipt_said *said = &entry->said;
	char buf[32];

	if (!entry->good) {
		text_addf(text, "# %s: ", c->name);
		text_unsaid(text, entry->row, entry->nr);
		text_addf(text, "\n");
		return false;
	}
	if (counters == SAVE_BEFORE)
		text_addf(text, "[%" PRIu64 ":%" PRIu64 "] ", entry->packets,
			  entry->bytes);
	text_addf(text, "-A %s", c->name);
	save_addr(text, said->src, 's');
	save_addr(text, said->dst, 'd');
	save_interface(text, said->in, 'i');
	save_interface(text, said->out, 'o');
	if (said->proto)
		text_addf(text, "%s -p %s", said->proto_invert ? " !" : "",
			  ipt_proto_text(said->proto, buf, sizeof(buf),
					 false));
	text_add(text, said->match.data, said->match.len);
	if (counters == SAVE_INSIDE)
		text_addf(text, " -c %" PRIu64 " %" PRIu64, entry->packets,
			  entry->bytes);
	if (said->target)
		text_addf(text, " -%c %s", said->go ? 'g' : 'j', said->target);
	text_add(text, said->options.data, said->options.len);
	text_addf(text, "\n");
	return true;
}

static bool save_chain(struct text *text, const struct ipt_chain *c,
		       uint32_t number, enum save_counters counters)
{
	bool good = true;
	uint32_t nr = 0;
	size_t at, next;

	for (at = 0; at < c->nr; at = next) {
		struct entry entry;

		next = entry_get(c, at, true, &entry);
		if (++nr == number || !number)
			good &= save_entry(text, c, &entry, counters);
		ipt_said_free(&entry.said);
	}
	return good;
}

static const char *policy_name(const struct chain *chain)
{
	return chain->policy == CT6_VERDICT_DROP ? "DROP" : "ACCEPT";
}

static void chain_rule(struct text *text, const struct ipt_chain *c,
		       bool counters)
{
	if (!c->chain->base) {
		text_addf(text, "-N %s\n", c->chain->name);
		return;
	}
	text_addf(text, "-P %s %s", c->name, policy_name(c->chain));
	if (counters)
		text_addf(text, " -c %" PRIu64 " %" PRIu64, c->chain->packets,
			  c->chain->bytes);
	text_addf(text, "\n");
}

static bool unsaid(struct ipt *ipt)
{
	return ipt_fail(ipt, NULL,
			"the rules behind # are in ct6's own language and cannot be said in that of ip6tables; `ct6 show` prints all");
}

/* -S. Return: false when rules cannot be said. */
bool ipt_list_rules(struct ipt *ipt, const struct ipt_chain *only,
		    uint32_t number, struct text *text)
{
	enum save_counters counters = ipt->cli->verbose ? SAVE_INSIDE :
							  SAVE_NONE;
	const struct ipt_chain **chain = &only;
	size_t nr = only ? 1 : ipt_chains_sort(ipt, &chain), i;
	bool good = true;

	for (i = 0; i < nr && !number; i++)
		chain_rule(text, chain[i], counters == SAVE_INSIDE);
	for (i = 0; i < nr; i++)
		good &= save_chain(text, chain[i], number, counters);
	return good || unsaid(ipt);
}

/* ip6tables-save, from the table's name to COMMIT. */
bool ipt_save(struct ipt *ipt, bool counters, struct text *text)
{
	const struct ipt_chain **chain;
	size_t nr = ipt_chains_sort(ipt, &chain), i;
	bool good = true;

	text_addf(text, "*%s\n", ipt->table);
	for (i = 0; i < nr; i++)
		text_addf(text, ":%s %s [%" PRIu64 ":%" PRIu64 "]\n",
			  chain[i]->name,
			  chain[i]->chain->base ?
			  policy_name(chain[i]->chain) : "-",
			  chain[i]->chain->packets, chain[i]->chain->bytes);
	for (i = 0; i < nr; i++)
		good &= save_chain(text, chain[i], 0,
				   counters ? SAVE_BEFORE : SAVE_NONE);
	text_addf(text, "COMMIT\n");
	return good || unsaid(ipt);
}
