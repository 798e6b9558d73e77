/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ruleset language: the part of nft's that fits. An action calls what
 * builds the model; that reports its own errors, and reading goes on.
 */
%code requires {
#include "lang_priv.h"
}

%code {
#include <netinet/in.h>

int yylex(YYSTYPE *value, YYLTYPE *loc, struct lang *l);
static void yyerror(const YYLTYPE *loc, struct lang *l, const char *message);

/* From the first to the last of what a rule is made of. */
#define YYLLOC_DEFAULT(loc, rhs, nr)					\
do {									\
	if (nr)								\
		(loc) = loc_join(&YYRHSLOC(rhs, 1), &YYRHSLOC(rhs, nr));	\
	else								\
		(loc) = YYRHSLOC(rhs, 0);				\
} while (0)

#define SUBJECT(field, proto) ((struct subject) { field, proto, false })
#define FIELD(name)	SUBJECT(CT6_FIELD_##name, PROTO_NONE)
#define TEST(op, mask, value) ((struct test) { op, mask, value, NULL })

/* What is not there yet, and what follows it on its line. */
#define NOT_YET(loc, what)						\
do {									\
	lang_not_yet(l, loc, what);					\
	lang_skip(l, yychar != YYEMPTY);				\
	YYERROR;							\
} while (0)
}

%define api.pure full
%define api.location.type {struct loc}
%define parse.error custom
%define parse.lac full
%locations
%param { struct lang *l }
%expect 0

%union {
	char		*word;
	bool		flag;
	uint32_t	number;
	enum match_op	op;
	struct item	*item;
	struct value	*value;
	struct test	test;
	struct subject	subject;
	struct per	per;
	struct limit_words limit;
	struct mark_words mark;
}

%token EOL "end of line"
%token BAD "what was reported already"
%token EQ "==" NEQ "!=" LE "<=" GE ">="
%token <word> WORD "a word" STRING "a string" VARIABLE "a define"

%token <word> KW_ACCEPT "accept" KW_BURST "burst" KW_BYTES "bytes"
%token <word> KW_CHAIN "chain" KW_CODE "code" KW_COMMENT "comment"
%token <word> KW_COUNT "count" KW_COUNTER "counter" KW_CT "ct"
%token <word> KW_DADDR "daddr" KW_DCCP "dccp" KW_DEFINE "define"
%token <word> KW_DELAY "delay" KW_FILTERING "filtering" KW_HELPER "helper"
%token <word> KW_DIRECTION "direction" KW_DPORT "dport" KW_DROP "drop"
%token <word> KW_DSCP "dscp" KW_ESSENTIALS "essentials" KW_EXISTS "exists"
%token <word> KW_EXTHDR "exthdr" KW_FLAGS "flags" KW_FLUSH "flush"
%token <word> KW_GOTO "goto" KW_GROUP "group" KW_HOOK "hook"
%token <word> KW_HOPLIMIT "hoplimit" KW_ICMPV6 "icmpv6" KW_ICMPX "icmpx"
%token <word> KW_IIF "iif" KW_IIFNAME "iifname" KW_INCLUDE "include"
%token <word> KW_IP "ip" KW_IP6 "ip6" KW_JUMP "jump" KW_L4PROTO "l4proto"
%token <word> KW_LENGTH "length" KW_LEVEL "level" KW_LIMIT "limit"
%token <word> KW_LOG "log" KW_MAP "map" KW_MARK "mark" KW_META "meta"
%token <word> KW_MISSING "missing" KW_NEXTHDR "nexthdr"
%token <word> KW_NOTRACK "notrack" KW_OFF "off" KW_OIF "oif"
%token <word> KW_OIFNAME "oifname" KW_ON "on" KW_OVER "over"
%token <word> KW_PACKETS "packets" KW_PER "per" KW_PKTTYPE "pkttype"
%token <word> KW_POLICY "policy" KW_PREFIX "prefix" KW_PRIORITY "priority"
%token <word> KW_RATE "rate" KW_RECENT "recent"
%token <word> KW_REJECT "reject" KW_RESET "reset"
%token <word> KW_RETURN "return" KW_REVALIDATE "revalidate"
%token <word> KW_RULESET "ruleset" KW_SADDR "saddr" KW_SCTP "sctp"
%token <word> KW_SET "set" KW_SNAPLEN "snaplen" KW_SPORT "sport"
%token <word> KW_STATE "state" KW_TABLE "table" KW_TCP "tcp" KW_TH "th"
%token <word> KW_TYPE "type" KW_UDP "udp" KW_UDPLITE "udplite"
%token <word> KW_VMAP "vmap" KW_WITH "with"
%token <word> KW_ELEMENTS "elements" KW_EXPIRES "expires" KW_SIZE "size"
%token <word> KW_TIMEOUT "timeout"
/* words that were none of the language's at first: names may be called so */
%token <word> KW_RT "rt" KW_FRAG "frag" KW_HBH "hbh" KW_DST "dst"
%token <word> KW_AH "ah" KW_ESP "esp" KW_MH "mh"
%token <word> KW_CHECK "check" KW_FIB "fib" KW_ETHER "ether"
%token <word> KW_FLOWLABEL "flowlabel" KW_SKUID "skuid" KW_SKGID "skgid"
%token <word> KW_AND "and" KW_OR "or" KW_XOR "xor"

%type <word> word name family later header header_field
%type <flag> over switch
%type <number> policy port tcp_field icmpv6_field
%type <op> op explicit_op
%type <limit> limit_name limit_unit limit_per burst
%type <item> rate_bytes bytes
%type <item> item string items plain priority target delay
%type <item> set_type set_flag set_name elem_timeout elem_expires
%type <value> element elements list braces value mask
%type <flag> inverted
%type <mark> mark_or mark_xor mark_and mark_part
%type <item> recent_op option
%type <number> per_of
%type <per> per per_part any_per
%type <test> test exthdr_test
%type <subject> subject meta ct ip6 mark_subject fib

%%

file:
	top_lines
	;

top_lines:
	%empty
	| top_lines stop
	| top_lines top_line stop
	| top_lines include
	| top_lines error stop		{ lang_recover(l); yyerrok; }
	;

stop:
	EOL
	| ';'
	;

eols:
	%empty
	| eols EOL
	;

top_line:
	table
	| shared_line
	| KW_FLUSH KW_RULESET		{ lang_flush(l, &@$); }
	;

include:
	KW_INCLUDE string stop		{ lang_include(l, $string); }
	;

/* In a table and outside of one. */
shared_line:
	chain
	| define
	| KW_ESSENTIALS switch		{
		lang_flag(l, CT6_RULESET_FLAGS_ESSENTIALS, $switch);
	}
	| KW_REVALIDATE switch		{
		lang_flag(l, CT6_RULESET_FLAGS_REVALIDATE, $switch);
	}
	| set
	| KW_MAP WORD			{ NOT_YET(&@$, "a map"); }
	;

switch:
	KW_ON				{ $$ = true; }
	| KW_OFF			{ $$ = false; }
	;

define:
	KW_DEFINE WORD '=' value	{ lang_define(l, &@WORD, $WORD, $value); }
	| KW_DEFINE later '=' value	{ lang_define(l, &@later, $later, $value); }
	;

begin:
	'{'				{ l->level++; }
	;

end:
	'}'				{ l->level--; }
	;

table:
	KW_TABLE family name		{
		lang_table(l, &@family, $family, &@name, $name);
	} table_block
	;

family:
	WORD
	| KW_IP
	| KW_IP6
	;

table_block:
	begin table_lines end
	| begin table_lines shared_line end
	| begin table_lines error end	{ lang_recover(l); yyerrok; }
	;

table_lines:
	%empty
	| table_lines stop
	| table_lines shared_line stop
	| table_lines include
	| table_lines error stop	{ lang_recover(l); yyerrok; }
	;

chain:
	KW_CHAIN name			{ lang_chain(l, &@name, $name); }
	chain_block			{ lang_chain_end(l); }
	;

name:
	WORD
	| STRING
	| later
	| KW_AND
	| KW_OR
	| KW_XOR
	;

later:
	KW_CHECK
	| KW_ETHER
	| KW_FIB
	| KW_FLOWLABEL
	| KW_SKGID
	| KW_SKUID
	| KW_RT
	| KW_FRAG
	| KW_HBH
	| KW_DST
	| KW_AH
	| KW_ESP
	| KW_MH
	;

set:
	KW_SET name			{ lang_set(l, &@name, $name); }
	set_block			{ lang_set_end(l); }
	;

set_block:
	begin set_lines end
	| begin set_lines set_line end
	| begin set_lines error end	{ lang_recover(l); yyerrok; }
	;

set_lines:
	%empty
	| set_lines stop
	| set_lines set_line stop
	| set_lines include
	| set_lines error stop		{ lang_recover(l); yyerrok; }
	;

set_line:
	KW_TYPE set_type		{ lang_set_type(l, $set_type); }
	| KW_FLAGS set_flags
	| KW_TIMEOUT item		{ lang_set_timeout(l, &@$, $item); }
	| KW_SIZE item			{ lang_set_size(l, &@$, $item); }
	| KW_COMMENT item		{ lang_set_comment(l, &@$, $item); }
	| KW_ELEMENTS '=' set_elements
	;

set_type:
	plain
	| KW_MARK			{ $$ = item_new(l, &@$, $1, false, false); }
	;

set_flags:
	set_flag			{ lang_set_flag(l, $set_flag); }
	| set_flags ',' set_flag	{ lang_set_flag(l, $set_flag); }
	;

set_flag:
	plain
	| KW_TIMEOUT			{ $$ = item_new(l, &@$, $1, false, false); }
	;

set_elements:
	'{' eols '}'
	| '{' eols set_elems '}'
	| '{' eols set_elems ',' eols '}'
	/* a define that is a list in braces */
	| VARIABLE			{
		lang_set_elem(l, &@$, value_new(l, &@$,
			item_new(l, &@$, $1, false, true), NULL, NULL),
			NULL, NULL);
	}
	;

set_elems:
	set_elem eols
	| set_elems ',' eols set_elem eols
	;

set_elem:
	element elem_timeout elem_expires {
		lang_set_elem(l, &@$, $element, $elem_timeout, $elem_expires);
	}
	;

elem_timeout:
	%empty				{ $$ = NULL; }
	| KW_TIMEOUT item		{ $$ = $item; }
	;

elem_expires:
	%empty				{ $$ = NULL; }
	| KW_EXPIRES item		{ $$ = $item; }
	;

chain_block:
	begin chain_lines end
	| begin chain_lines chain_line end
	| begin chain_lines error end	{ lang_recover(l); yyerrok; }
	;

chain_lines:
	%empty
	| chain_lines stop
	| chain_lines chain_line stop
	| chain_lines include
	| chain_lines error stop	{ lang_recover(l); yyerrok; }
	;

chain_line:
	rule				{ lang_rule_end(l, &@$); }
	| define
	| KW_POLICY policy		{ lang_policy(l, &@$, $policy); }
	| KW_TYPE item[type] KW_HOOK item[hook] KW_PRIORITY priority {
		lang_chain_type(l, $type, $hook, $priority);
	}
	;

policy:
	KW_ACCEPT			{ $$ = CT6_VERDICT_ACCEPT; }
	| KW_DROP			{ $$ = CT6_VERDICT_DROP; }
	;

priority:
	item
	| '-' WORD			{ $$ = item_new(l, &@$, $WORD, false, false); }
	;

rule:
	statement
	| rule statement
	;

statement:
	subject test			{ lang_match(l, &@$, &$subject, &$test); }
	| KW_EXTHDR exthdr_test		{
		lang_match(l, &@$, &FIELD(EXTHDR), &$exthdr_test);
	}
	| KW_EXTHDR item KW_EXISTS	{ lang_exthdr(l, &@$, $item, true); }
	| KW_EXTHDR item KW_MISSING	{ lang_exthdr(l, &@$, $item, false); }
	| limit
	| KW_LOG			{ lang_log(l, &@$); }
	  log_options			{ lang_log_end(l, &@$); }
	| KW_RECENT inverted recent_op	{ lang_recent(l, &@$, $inverted, $recent_op); }
	  recent_options		{ lang_recent_end(l, &@$); }
	| verdict
	| reject
	| mark_subject KW_SET mark_or	{
		lang_mark(l, &@$, $mark_subject.field, &$mark_or);
	}
	| KW_COMMENT item		{ lang_comment(l, &@$, $item); }
	| KW_COUNTER			{ lang_counter(l, &@$, NULL, NULL); }
	| KW_COUNTER KW_PACKETS item[packets] KW_BYTES item[bytes] {
		lang_counter(l, &@$, $packets, $bytes);
	}
	| KW_CT KW_HELPER item		{
		lang_choice(l, &@$, EXPR_HELPER, $item);
	}
	| KW_CT KW_HELPER KW_SET item	{
		lang_choice(l, &@$, EXPR_HELPER, $item);
	}
	| KW_CT KW_FILTERING item	{
		lang_choice(l, &@$, EXPR_FILTERING, $item);
	}
	| KW_CT KW_COUNT any_per[per] over item any_per[behind] {
		lang_count(l, &@$, &$per, $over, $item, &$behind);
	}
	| KW_IP				{
		lang_fail(l, &@$,
			  "'ip' is IPv4, which ct6 leaves alone; did you mean 'ip6'?");
		lang_skip(l, yychar != YYEMPTY);
		YYERROR;
	}
	;

subject:
	meta
	| KW_META meta			{ $$ = $meta; }
	| KW_META KW_LENGTH		{ $$ = FIELD(LENGTH); }
	| KW_META KW_L4PROTO		{ $$ = FIELD(L4PROTO); }
	| KW_META KW_PKTTYPE		{ $$ = FIELD(PKTTYPE); }
	| mark_subject
	| KW_IP6 ip6			{ $$ = $ip6; }
	| KW_FIB fib			{ $$ = $fib; }
	| KW_ETHER KW_SADDR		{ $$ = FIELD(ETHER_SADDR); }
	| header header_field		{
		if (!lang_header_field(l, &@header_field, $header,
				       $header_field, &$$)) {
			lang_skip(l, yychar != YYEMPTY);
			YYERROR;
		}
	}
	| KW_CT ct			{ $$ = $ct; }
	| KW_TCP tcp_field		{ $$ = SUBJECT($tcp_field, IPPROTO_TCP); }
	| KW_TCP port			{ $$ = SUBJECT($port, IPPROTO_TCP); }
	| KW_UDP port			{ $$ = SUBJECT($port, IPPROTO_UDP); }
	| KW_UDPLITE port		{ $$ = SUBJECT($port, IPPROTO_UDPLITE); }
	| KW_SCTP port			{ $$ = SUBJECT($port, IPPROTO_SCTP); }
	| KW_DCCP port			{ $$ = SUBJECT($port, IPPROTO_DCCP); }
	| KW_ICMPV6 icmpv6_field	{ $$ = SUBJECT($icmpv6_field, IPPROTO_ICMPV6); }
	/* of the transport header, without asking for the protocol */
	| KW_TH port			{ $$ = SUBJECT($port, PROTO_NONE); }
	| KW_TH tcp_field		{ $$ = SUBJECT($tcp_field, PROTO_NONE); }
	| KW_TH icmpv6_field		{ $$ = SUBJECT($icmpv6_field, PROTO_NONE); }
	;

/* Extension headers of which fields are known. */
header:
	KW_RT
	| KW_FRAG
	| KW_HBH
	| KW_DST
	| KW_AH
	| KW_ESP
	| KW_MH
	;

header_field:
	WORD
	| KW_TYPE
	/* of none, but what is wrong is told better */
	| KW_CODE
	| KW_FLAGS
	| KW_LENGTH
	;

/* What nft knows with `meta` and without. */
meta:
	KW_IIF				{ $$ = FIELD(IIFNAME); }
	| KW_IIFNAME			{ $$ = FIELD(IIFNAME); }
	| KW_OIF			{ $$ = FIELD(OIFNAME); }
	| KW_OIFNAME			{ $$ = FIELD(OIFNAME); }
	| KW_SKUID			{ $$ = FIELD(SKUID); }
	| KW_SKGID			{ $$ = FIELD(SKGID); }
	;

mark_subject:
	KW_MARK				{ $$ = FIELD(MARK); }
	| KW_META KW_MARK		{ $$ = FIELD(MARK); }
	| KW_CT KW_MARK			{ $$ = FIELD(CT_MARK); }
	;

/* As tightly bound as in nft, and in C. */
mark_or:
	mark_xor
	| mark_or or mark_xor		{
		$$ = $1;
		lang_mark_or(l, &@$, &$$, &$3);
	}
	;

mark_xor:
	mark_and
	| mark_xor xor mark_and		{
		$$ = $1;
		lang_mark_xor(&$$, &$3);
	}
	;

mark_and:
	mark_part
	| mark_and and mark_part	{
		$$ = $1;
		lang_mark_and(l, &@$, &$$, &$3);
	}
	;

mark_part:
	item				{ lang_mark_number(l, &$$, $item); }
	| mark_subject			{ lang_mark_of(&$$, $mark_subject.field); }
	| '(' mark_or ')'		{ $$ = $mark_or; }
	;

and:
	'&'
	| KW_AND
	;

or:
	'|'
	| KW_OR
	;

xor:
	'^'
	| KW_XOR
	;

ip6:
	KW_SADDR			{ $$ = FIELD(SADDR); }
	| KW_DADDR			{ $$ = FIELD(DADDR); }
	| KW_NEXTHDR			{ $$ = FIELD(NEXTHDR); }
	| KW_HOPLIMIT			{ $$ = FIELD(HOPLIMIT); }
	| KW_DSCP			{ $$ = FIELD(DSCP); }
	| KW_FLOWLABEL			{ $$ = FIELD(FLOWLABEL); }
	| KW_LENGTH			{
		$$ = FIELD(LENGTH);
		$$.payload = true;
	}
	;

fib:
	KW_SADDR KW_TYPE		{ $$ = FIELD(SADDR_TYPE); }
	| KW_DADDR KW_TYPE		{ $$ = FIELD(DADDR_TYPE); }
	| KW_SADDR '.' KW_IIF KW_TYPE	{ $$ = FIELD(SADDR_IIF_TYPE); }
	| KW_DADDR '.' KW_IIF KW_TYPE	{ $$ = FIELD(DADDR_IIF_TYPE); }
	| KW_SADDR '.' KW_OIF KW_TYPE	{ $$ = FIELD(SADDR_OIF_TYPE); }
	| KW_DADDR '.' KW_OIF KW_TYPE	{ $$ = FIELD(DADDR_OIF_TYPE); }
	| KW_SADDR '.' KW_IIF KW_OIF	{ $$ = FIELD(RPATH); }
	| KW_SADDR '.' KW_IIF KW_CHECK	{ $$ = FIELD(RPATH); }
	;

ct:
	KW_STATE			{ $$ = FIELD(CT_STATE); }
	| KW_DIRECTION			{ $$ = FIELD(CT_DIRECTION); }
	;

port:
	KW_SPORT			{ $$ = CT6_FIELD_SPORT; }
	| KW_DPORT			{ $$ = CT6_FIELD_DPORT; }
	;

tcp_field:
	KW_FLAGS			{ $$ = CT6_FIELD_TCP_FLAGS; }
	;

icmpv6_field:
	KW_TYPE				{ $$ = CT6_FIELD_ICMPV6_TYPE; }
	| KW_CODE			{ $$ = CT6_FIELD_ICMPV6_CODE; }
	;

test:
	op value			{ $$ = TEST($op, NULL, $value); }
	| op '@' set_name		{
		$$ = TEST($op, NULL, NULL);
		$$.set = $set_name;
	}
	| and mask EQ value		{ $$ = TEST(OP_EQ, $mask, $value); }
	| and mask NEQ value		{ $$ = TEST(OP_NEQ, $mask, $value); }
	| KW_VMAP			{ NOT_YET(&@$, "a verdict map"); }
	| KW_MAP			{ NOT_YET(&@$, "a map"); }
	;

/* A header alone would say nothing of the others: `exists` is asked for. */
exthdr_test:
	braces				{ $$ = TEST(OP_EQ, NULL, $braces); }
	| explicit_op value		{ $$ = TEST($explicit_op, NULL, $value); }
	| and mask EQ value		{ $$ = TEST(OP_EQ, $mask, $value); }
	| and mask NEQ value		{ $$ = TEST(OP_NEQ, $mask, $value); }
	;

op:
	%empty				{ $$ = OP_IMPLICIT; }
	| explicit_op
	| '!'				{ $$ = OP_NOT; }
	| '<'				{ $$ = OP_LT; }
	| '>'				{ $$ = OP_GT; }
	| LE				{ $$ = OP_LE; }
	| GE				{ $$ = OP_GE; }
	;

explicit_op:
	EQ				{ $$ = OP_EQ; }
	| NEQ				{ $$ = OP_NEQ; }
	;

mask:
	items				{
		$$ = value_new(l, &@$, $items, NULL, NULL);
	}
	| '(' items ')'			{
		$$ = value_new(l, &@$, $items, NULL, NULL);
	}
	;

value:
	list
	| braces
	;

list:
	element
	| list ',' element		{ $$ = value_add($1, $element); }
	;

braces:
	'{' eols elements '}'		{ $$ = value_brace($elements, &@$); }
	| '{' eols elements ',' eols '}' {
		$$ = value_brace($elements, &@$);
	}
	;

elements:
	element eols
	| elements ',' eols element eols {
		$$ = value_add($1, $element);
	}
	;

element:
	items				{
		$$ = value_new(l, &@$, $items, NULL, NULL);
	}
	| items '/' items[mask]		{
		$$ = value_new(l, &@$, $1, $mask, NULL);
	}
	| items '-' items[end]		{
		$$ = value_new(l, &@$, $1, NULL, $end);
	}
	;

set_name:
	name				{ $$ = item_new(l, &@$, $name, true, false); }
	;

items:
	item
	| items or item			{ $$ = item_or($1, $item); }
	;

item:
	word				{ $$ = item_new(l, &@$, $word, false, false); }
	| string
	| VARIABLE			{ $$ = item_new(l, &@$, $1, false, true); }
	;

string:
	STRING				{ $$ = item_new(l, &@$, $1, true, false); }
	;

/* Protocols are values, too. */
word:
	WORD
	| KW_TCP
	| KW_UDP
	| KW_UDPLITE
	| KW_SCTP
	| KW_DCCP
	| KW_ICMPV6
	/* of a route back */
	| KW_EXISTS
	| KW_MISSING
	| later
	;

limit:
	KW_LIMIT limit_name KW_RATE over item rate_bytes '/' limit_unit burst limit_per {
		struct limit_words said = $burst;

		said.name_word = $limit_name.name_word;
		said.name = $limit_name.name;
		said.over = $over;
		said.rate = $item;
		said.rate_bytes = $rate_bytes;
		said.number = $limit_unit.number;
		said.unit = $limit_unit.unit;
		said.per = $limit_per.per;
		said.size_word = $limit_per.size_word;
		said.size = $limit_per.size;
		lang_limit(l, &@$, &said);
	}
	;

limit_name:
	%empty				{ $$ = (struct limit_words) { 0 }; }
	| plain item			{
		$$ = (struct limit_words) { .name_word = $plain, .name = $item };
	}
	;

rate_bytes:
	%empty				{ $$ = NULL; }
	| bytes
	;

bytes:
	plain
	| KW_BYTES			{ $$ = item_new(l, &@$, $1, false, false); }
	;

limit_unit:
	plain				{ $$ = (struct limit_words) { .unit = $plain }; }
	| plain[number] plain[unit]	{
		$$ = (struct limit_words) { .number = $number, .unit = $unit };
	}
	;

limit_per:
	%empty				{ $$ = (struct limit_words) { 0 }; }
	| per				{ $$ = (struct limit_words) { .per = $per }; }
	| per option item		{
		$$ = (struct limit_words) {
			.per = $per, .size_word = $option, .size = $item };
	}
	;

over:
	%empty				{ $$ = false; }
	| KW_OVER			{ $$ = true; }
	;

plain:
	WORD				{ $$ = item_new(l, &@$, $1, false, false); }
	;

burst:
	%empty				{ $$ = (struct limit_words) { 0 }; }
	| KW_BURST item			{ $$ = (struct limit_words) { .burst = $item }; }
	| KW_BURST item KW_PACKETS	{
		$$ = (struct limit_words) {
			.burst = $item, .burst_packets = true };
	}
	| KW_BURST item bytes		{
		$$ = (struct limit_words) {
			.burst = $item, .burst_bytes = $bytes };
	}
	;

log_options:
	%empty
	| log_options log_option
	;

log_option:
	KW_PREFIX item			{ lang_log_prefix(l, $item); }
	| KW_LEVEL item			{ lang_log_level(l, $item); }
	| KW_GROUP item			{ lang_log_group(l, $item); }
	| KW_SNAPLEN item		{ lang_log_snaplen(l, $item); }
	| KW_FLAGS log_flags
	;

log_flags:
	plain			{ lang_log_flags(l, $plain, NULL); }
	| KW_ETHER		{
		lang_log_flags(l, item_new(l, &@$, $1, false, false), NULL);
	}
	| KW_SKUID		{
		lang_log_flags(l, item_new(l, &@$, $1, false, false), NULL);
	}
	| KW_TCP list			{
		lang_log_flags(l, item_new(l, &@1, $1, false, false), $list);
	}
	| KW_IP list			{
		lang_log_flags(l, item_new(l, &@1, $1, false, false), $list);
	}
	;

inverted:
	%empty				{ $$ = false; }
	| '!'				{ $$ = true; }
	;

recent_op:
	plain
	| KW_SET			{ $$ = item_new(l, &@$, $1, false, false); }
	| KW_CHECK			{ $$ = item_new(l, &@$, $1, false, false); }
	;

/* Of those that are told by their names, one is a keyword. */
option:
	plain
	| KW_SIZE			{ $$ = item_new(l, &@$, $1, false, false); }
	;

recent_options:
	%empty
	| recent_options recent_option
	;

recent_option:
	option item			{ lang_recent_option(l, $option, $item); }
	| per				{ lang_recent_per(l, &@$, &$per); }
	| KW_HOPLIMIT			{ lang_recent_hoplimit(l, &@$); }
	;

any_per:
	%empty				{ $$ = (struct per) { 0 }; }
	| per
	;

per:
	KW_PER per_part			{ $$ = $per_part; }
	| per[whole] '.' per_part	{
		$$ = $whole;
		lang_per_join(l, &@per_part, &$$, &$per_part);
	}
	;

per_part:
	per_of				{ lang_per(l, &@$, &$$, $per_of, NULL); }
	| per_of '/' item		{ lang_per(l, &@$, &$$, $per_of, $item); }
	;

per_of:
	KW_SADDR			{ $$ = CT6_LIMIT_PER_SADDR; }
	| KW_DADDR			{ $$ = CT6_LIMIT_PER_DADDR; }
	| KW_SPORT			{ $$ = CT6_LIMIT_PER_SPORT; }
	| KW_DPORT			{ $$ = CT6_LIMIT_PER_DPORT; }
	;

verdict:
	KW_ACCEPT			{ lang_verdict(l, &@$, CT6_VERDICT_ACCEPT, NULL); }
	| KW_DROP			{ lang_verdict(l, &@$, CT6_VERDICT_DROP, NULL); }
	| KW_RETURN			{ lang_verdict(l, &@$, CT6_VERDICT_RETURN, NULL); }
	| KW_NOTRACK			{ lang_verdict(l, &@$, CT6_VERDICT_NOTRACK, NULL); }
	| KW_JUMP target		{ lang_verdict(l, &@$, CT6_VERDICT_JUMP, $target); }
	| KW_GOTO target		{ lang_verdict(l, &@$, CT6_VERDICT_GOTO, $target); }
	;

target:
	name				{ $$ = item_new(l, &@$, $name, true, false); }
	;

reject:
	KW_REJECT delay			{ lang_reject(l, &@$, NULL, $delay); }
	| KW_REJECT KW_WITH KW_ICMPV6 item delay {
		lang_reject(l, &@$, $item, $delay);
	}
	| KW_REJECT KW_WITH KW_ICMPV6 KW_TYPE item delay {
		lang_reject(l, &@$, $item, $delay);
	}
	| KW_REJECT KW_WITH KW_TCP KW_RESET {
		lang_reject_reset(l, &@$, true);
	}
	/* without asking for the protocol */
	| KW_REJECT KW_WITH KW_RESET	{ lang_reject_reset(l, &@$, false); }
	/* nft's words for any family, which is one here */
	| KW_REJECT KW_WITH KW_ICMPX item delay {
		lang_reject_any(l, &@$, $item, $delay);
	}
	| KW_REJECT KW_WITH KW_ICMPX KW_TYPE item delay {
		lang_reject_any(l, &@$, $item, $delay);
	}
	;

delay:
	%empty				{ $$ = NULL; }
	| KW_DELAY item			{ $$ = $item; }
	;

%%
static void yyerror(const YYLTYPE *loc, struct lang *l, const char *message)
{
	lang_fail(l, loc, "%s", message);
}

static int yyreport_syntax_error(const yypcontext_t *context, struct lang *l)
{
	yysymbol_kind_t token = yypcontext_token(context), kinds[YYNTOKENS];
	const char *expected[YYNTOKENS];
	int nr = yypcontext_expected_tokens(context, kinds, YYNTOKENS), i;

	for (i = 0; i < nr; i++)
		expected[i] = yysymbol_name(kinds[i]);
	if (token != YYSYMBOL_BAD)
		lang_unexpected(l, yypcontext_location(context), expected,
				nr > 0 ? nr : 0);
	lang_skip(l, token != YYSYMBOL_YYEMPTY);
	return 0;
}
