// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 help: what the commands are, with examples.
 */
#include <string.h>

#include "help.h"
#include "options.h"

struct help {
	const char	*name;
	const char	*words;
	const char	*summary;
	const char	*text;
};

#define FILTER_HELP \
"FILTER, words that must all be met:\n" \
"  PROTO, proto PROTO        tcp, udp, icmpv6, ... or a number\n" \
"  PREFIX, addr PREFIX       either address: 2001:db8::1, 2001:db8::/32\n" \
"  saddr, daddr PREFIX       source, destination of the first packet\n" \
"  port, sport, dport PORT   of either, source, destination\n" \
"  state STATE               of all: replied, unreplied; of tcp: syn-sent,\n" \
"                            syn-recv, established, fin-wait, close-wait,\n" \
"                            last-ack, time-wait, close, syn-sent2; those of\n" \
"                            sctp and dccp with that word\n" \
"  status [!]STATUS          seen-reply, assured, local, denied\n" \
"  mark N[/MASK]\n" \
"  dev, iif, oif NAME        either, input, output interface of the first\n" \
"                            packet\n"

static const struct help helps[] = {
	{ "load", "FILE|-", "replace the ruleset by that of a file",
"The file is read and checked whole, by the kernel too, before anything\n"
"changes: a ruleset with a mistake leaves the running one as it was.\n"
"\n"
"  -C, --confirm TIME   the kernel takes the former ruleset back after this\n"
"                       time, unless `ct6 confirm` comes before\n"
"  -g, --generation N   only if N is the running ruleset's generation\n"
"  -f, --force          although the running ruleset waits for `ct6 confirm`\n"
"\n"
"Examples:\n"
"  ct6 load /etc/ct6.rules\n"
"  ct6 load new.rules --confirm 30s && ct6 confirm\n"
"  ct6 show | sed 's/dport 22/dport 2222/' | ct6 load -\n" },
	{ "check", "FILE|-", "validate a file, change nothing",
"As load, but the ruleset that runs stays. The kernel's part of the check\n"
"needs the module, and the right to load.\n"
"\n"
"Example:\n"
"  ct6 check new.rules && ct6 load new.rules\n" },
	{ "save", "[FILE]", "keep the ruleset in a file, /etc/ct6/ruleset",
"The file is replaced at one stroke: after a power cut it is the former one or the\n"
"new one, and a full disk leaves it as it was. A ruleset that waits for\n"
"`ct6 confirm` is not saved.\n"
"\n"
"  -f, --force   though it waits\n"
"\n"
"Example:\n"
"  ct6 load new.rules --confirm 30s && ct6 confirm && ct6 save\n" },
	{ "show", "[CHAIN|set NAME] [-c] [-a]", "the ruleset, as load reads it",
"  -c, --counters   with the packets and bytes that each rule has seen\n"
"  -a, --handles    with the numbers of the rules\n"
"\n"
"Examples:\n"
"  ct6 show >backup.rules\n"
"  ct6 show -c forward\n"
"  ct6 show set banned\n"
"  ct6 --json show | jq -r '.chains[].rules[] | [.packets, .text] | @tsv'\n" },
	{ "reset", "counters [CHAIN]", "show the counters, and let them begin anew",
"What is shown is taken out of the counters, of all or of one chain. No packet\n"
"is lost: one that comes meanwhile is shown the next time.\n"
"\n"
"  -a, --handles   with the numbers of the rules\n"
"\n"
"Example:\n"
"  ct6 --json reset counters | jq '[.chains[].rules[].packets] | add'\n" },
	{ "add", "CHAIN [PLACE] RULE...", "add a rule, or a chain",
"The rule stands at the end of the chain, or behind the one that PLACE names:\n"
"  handle N         by its number; `ct6 show -a` tells it, it never changes\n"
"  index N          by its place, the first rule is 0\n"
"\n"
"Other rules keep their counters, their handles and the credit of their\n"
"limits. `ct6 add chain NAME ['{ ... }']` adds a chain; named input, forward\n"
"or output it is the base chain of that hook.\n"
"\n"
"  -a, --handles        print the new rule's handle\n"
"  -g, --generation N   only if N is the running ruleset's generation: of two\n"
"                       who read it and then write, the second is refused\n"
"  -f, --force          although the running ruleset waits for `ct6 confirm`\n"
"\n"
"Examples:\n"
"  ct6 add forward tcp dport 443 accept\n"
"  ct6 add forward handle 7 ip6 saddr 2001:db8:bad::/48 drop comment 'as of May'\n"
"  ct6 add chain web '{ tcp dport { 80, 443 } accept; }'\n" },
	{ "insert", "CHAIN [PLACE] RULE...", "add a rule in front",
"As add, but in front of all rules, or of the one that PLACE names.\n"
"\n"
"Examples:\n"
"  ct6 insert input ip6 saddr 2001:db8:bad::1 drop\n"
"  ct6 insert input index 2 udp dport 123 accept\n" },
	{ "replace", "CHAIN PLACE RULE...", "put a rule in another one's place",
"The new rule has the old one's handle; its counters begin anew.\n"
"\n"
"Example:\n"
"  ct6 replace forward handle 7 tcp dport { 80, 443 } accept\n" },
	{ "delete", "CHAIN PLACE | chain NAME", "delete a rule, or a chain",
"A chain that rules jump to stays; so does one that has rules, unless with\n"
"  -f, --force          the rules in it, too\n"
"\n"
"Examples:\n"
"  ct6 delete forward handle 7\n"
"  ct6 delete chain web\n" },
	{ "rename", "CHAIN NAME", "give a chain another name",
"What jumps to it does so still.\n" },
	{ "policy", "CHAIN accept|drop", "change a base chain's policy", "" },
	{ "explain", "CHAIN PACKET", "what becomes of a packet, and by which rule",
"CHAIN is a base chain. PACKET, of which saddr and daddr are a must:\n"
"  iif, oif NAME             interfaces\n"
"  saddr, daddr ADDRESS      source, destination\n"
"  tcp, udp, icmpv6, ...     protocol, or l4proto PROTO\n"
"  sport, dport PORT         ports; 49152 for a sport that is not given\n"
"  flags FLAGS               of TCP: syn,ack; syn, or ack within a flow\n"
"  type, code, id N          of ICMPv6\n"
"  state STATE               new, established, related, invalid, untracked;\n"
"                            without it, what the table of flows says\n"
"  mark, ctmark, length, hoplimit, dscp N, exthdr NAMES\n"
"  rt-type, rt-seg-left N    of a routing header\n"
"  ether-saddr MAC, flowlabel N\n"
"  skuid, skgid NAME         whose socket it is, at output\n"
"  frag-id, frag-off, frag-more, frag-reserved, frag-reserved2, ah-spi, ah-reserved,\n"
"  hbh-, dst-, rt-, ah-hdrlength, esp-spi N, hbh-, dst-options LIST, mh-type TYPE\n"
"                            of extension headers\n"
"\n"
"Every rule that it meets is printed, with the word that did not match. The\n"
"kernel's own engine judges; nothing is counted or logged, no flow begins, and\n"
"limits let it through.\n"
"\n"
"Example:\n"
"  ct6 explain forward iif wan oif lan saddr 2001:db8::1 \\\n"
"      daddr 2001:db8:1::2 tcp dport 22\n" },
	{ "confirm", "", "keep a ruleset loaded with --confirm", "" },
	{ "rollback", "", "take back a ruleset loaded with --confirm",
"At once, and not only when its time is over.\n" },
	{ "flush", "[ruleset|flows|CHAIN]", "end the ruleset, flows, a chain's rules",
"Without a ruleset every packet passes. Flows whose ruleset is taken away\n"
"end with it, unless the setting tracking is on. `ct6 flush flows` is\n"
"`ct6 flows delete all`.\n" },
	{ "flows", "[count|delete] [FILTER]", "connections: show, count, end",
FILTER_HELP
"\n"
"delete wants a FILTER, or the word all; it does not know iif and oif. It is\n"
"no error if there is nothing to delete.\n"
"\n"
"Examples:\n"
"  ct6 flows\n"
"  ct6 flows tcp dport 22 state established\n"
"  ct6 flows count 2001:db8:1::/48\n"
"  ct6 flows delete saddr 2001:db8:bad::/48\n"
"  ct6 --json flows udp | jq -r '.[].orig.dst'\n" },
	{ "top", "[OPTION...] [FILTER]", "which flows carry most",
"Flows by what they carry in a second, both directions together, anew every\n"
"2s: on a terminal until q is pressed, b and p order by bytes and packets.\n"
"  -b, --batch       tables one below the other, of 20 flows; so it is with\n"
"                    --json, one object a line, and where no terminal is\n"
"  -n, --times N     that many tables, then it ends\n"
"  -d, --delay TIME  between two\n"
"\n"
FILTER_HELP
"\n"
"Examples:\n"
"  ct6 top\n"
"  ct6 top -b -n 1 -d 10s iif lan\n"
"  ct6 --json top -n 1 | jq -r '.top[0].flow.orig.src'\n" },
	{ "monitor", "[flows|ruleset] [FILTER]", "events as they happen",
"Flows that begin (new), change their state (update) and end (end, with the\n"
"reason), and changes of the ruleset; of all without a word. Ctrl-C ends it.\n"
"With --json one object a line.\n"
"\n"
FILTER_HELP
"\n"
"Examples:\n"
"  ct6 monitor\n"
"  ct6 monitor flows tcp dport 22\n"
"  ct6 --json monitor flows | jq 'select(.reason == \"denied\")'\n" },
	{ "get", "[KEY]", "settings of this network namespace",
"With a KEY its value alone, times in seconds.\n"
"\n"
"Examples:\n"
"  ct6 get\n"
"  ct6 get max-flows\n" },
	{ "set", "KEY VALUE [KEY VALUE...]", "change settings, all or none",
"Times are seconds, or as 5m and 2h4m; switches are on or off. `ct6 get`\n"
"shows the settings and what they mean.\n"
"\n"
"Examples:\n"
"  ct6 set max-flows 100000\n"
"  ct6 set timeout-udp 3m timeout-udp-unreplied 30s tcp-loose off\n" },
	{ "set-add", "NAME ELEM... [timeout T]", "elements into a set",
"At once, and nothing else of the ruleset changes. All of them are added, or\n"
"none. One that is there already has its timeout begin anew. Connections that\n"
"the set denies now end with their next packet.\n"
"\n"
"Examples:\n"
"  ct6 set-add banned 2001:db8:bad::/48\n"
"  ct6 set-add banned 2001:db8::1 2001:db8::2 timeout 1h\n" },
	{ "set-del", "NAME ELEM...", "elements out of a set",
"An element is named as it was added. It is no error if it is not there.\n"
"\n"
"Example:\n"
"  ct6 set-del banned 2001:db8::1\n" },
	{ "set-flush", "NAME", "all elements out of a set", "" },
	{ "stats", "[--explain | --prometheus]", "counters of this network namespace",
"  -e, --explain   with what each of them means\n"
"  --prometheus    as Prometheus reads them\n"
"\n"
"Examples:\n"
"  ct6 stats --explain\n"
"  ct6 stats --prometheus | sponge /var/lib/prometheus/node-exporter/ct6.prom\n"
"  ct6 --json stats | jq .flows\n" },
	{ "help", "[COMMAND]", "this, or more on a command", "" },
};

void help_usage(FILE *file)
{
	size_t i;

	fputs("usage: ct6 [-j] [-N NAME] COMMAND [ARGUMENT...]\n\n", file);
	for (i = 0; i < ARRAY_SIZE(helps); i++)
		fprintf(file, "  %-10s%-28s%s\n", helps[i].name, helps[i].words,
			helps[i].summary);
	fputs("\n"
	      "  -j, --json         JSON instead of text\n"
	      "  -N, --netns NAME   in another network namespace\n"
	      "  -h, --help         help; behind a command, on it\n"
	      "  -V, --version      the tool's version\n"
	      "\n"
	      "Exit status: 0 done, 1 refused by the kernel, 2 usage, syntax or an\n"
	      "unreadable file.\n", file);
}

void help_version(void)
{
	puts("ct6 " CT6_VERSION);
}

/* Return: an exit code; @command NULL for all. */
int help_print(const char *command)
{
	const char *names[ARRAY_SIZE(helps)];
	size_t i;

	if (!command) {
		puts("ct6: stateful IPv6 packet filtering\n");
		help_usage(stdout);
		puts("`ct6 help COMMAND` has more, with examples; ct6(8) has all.");
		return EXIT_DONE;
	}
	for (i = 0; i < ARRAY_SIZE(helps); i++) {
		names[i] = helps[i].name;
		if (strcmp(command, names[i]))
			continue;
		printf("ct6 %s %s: %s\n", helps[i].name, helps[i].words,
		       helps[i].summary);
		if (*helps[i].text)
			printf("\n%s", helps[i].text);
		return EXIT_DONE;
	}
	return usage_unknown("command", command, names, i);
}

int cmd_help(const struct options *options, int nr, char **word)
{
	(void)options;
	if (nr > 1)
		return usage_extra("help", word[1]);
	return help_print(word[0]);
}
