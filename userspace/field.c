// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields of a packet: their width, and their values as text.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <grp.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "exthdr_options.h"
#include "field.h"

static const struct field fields[] = {
	[CT6_FIELD_IIFNAME] = {
		"iifname", "iifname", 16, FIELD_IFNAME, 0, NULL },
	[CT6_FIELD_OIFNAME] = {
		"oifname", "oifname", 16, FIELD_IFNAME, 0, NULL },
	[CT6_FIELD_SADDR] = { "ip6 saddr", "saddr", 16, FIELD_ADDR, 0, NULL },
	[CT6_FIELD_DADDR] = { "ip6 daddr", "daddr", 16, FIELD_ADDR, 0, NULL },
	[CT6_FIELD_L4PROTO] = {
		"meta l4proto", "l4proto", 1, FIELD_NUMBER, 255, proto_names },
	[CT6_FIELD_NEXTHDR] = {
		"ip6 nexthdr", "nexthdr", 1, FIELD_NUMBER, 255, proto_names },
	[CT6_FIELD_HOPLIMIT] = {
		"ip6 hoplimit", "hoplimit", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_DSCP] = {
		"ip6 dscp", "dscp", 1, FIELD_NUMBER, 63, dscp_names },
	[CT6_FIELD_LENGTH] = {
		"meta length", "length", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_SPORT] = { "sport", "sport", 2, FIELD_NUMBER, 65535, NULL },
	[CT6_FIELD_DPORT] = { "dport", "dport", 2, FIELD_NUMBER, 65535, NULL },
	[CT6_FIELD_TCP_FLAGS] = {
		"flags", "tcp-flags", 1, FIELD_BITS, 255, tcp_flag_names },
	[CT6_FIELD_ICMPV6_TYPE] = {
		"type", "icmpv6-type", 1, FIELD_NUMBER, 255,
		icmpv6_type_names },
	[CT6_FIELD_ICMPV6_CODE] = {
		"code", "icmpv6-code", 1, FIELD_NUMBER, 255,
		icmpv6_code_names },
	[CT6_FIELD_CT_STATE] = {
		"ct state", "ct-state", 1, FIELD_BITS, 255, ct_state_names },
	[CT6_FIELD_CT_DIRECTION] = {
		"ct direction", "ct-direction", 1, FIELD_NUMBER, 1,
		ct_direction_names },
	[CT6_FIELD_CT_MARK] = {
		"ct mark", "ct-mark", 4, FIELD_HEX, UINT32_MAX, NULL },
	[CT6_FIELD_MARK] = {
		"meta mark", "mark", 4, FIELD_HEX, UINT32_MAX, NULL },
	[CT6_FIELD_PKTTYPE] = {
		"meta pkttype", "pkttype", 1, FIELD_NUMBER, 3, pkttype_names },
	[CT6_FIELD_EXTHDR] = {
		"exthdr", "exthdr", 2, FIELD_BITS, 65535, exthdr_names },
	[CT6_FIELD_RT_TYPE] = {
		"rt type", "rt-type", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_RT_SEG_LEFT] = {
		"rt seg-left", "rt-seg-left", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_SADDR_TYPE] = {
		"fib saddr type", "saddr-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_DADDR_TYPE] = {
		"fib daddr type", "daddr-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_SADDR_IIF_TYPE] = {
		"fib saddr . iif type", "saddr-iif-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_DADDR_IIF_TYPE] = {
		"fib daddr . iif type", "daddr-iif-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_SADDR_OIF_TYPE] = {
		"fib saddr . oif type", "saddr-oif-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_DADDR_OIF_TYPE] = {
		"fib daddr . oif type", "daddr-oif-type", 1, FIELD_NUMBER, 255,
		route_type_names },
	[CT6_FIELD_RPATH] = {
		"fib saddr . iif oif", "rpath", 1, FIELD_NUMBER, 1,
		rpath_names },
	[CT6_FIELD_ETHER_SADDR] = {
		"ether saddr", "ether-saddr", 6, FIELD_ETHER, 0, NULL },
	[CT6_FIELD_SKUID] = {
		"meta skuid", "skuid", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_SKGID] = {
		"meta skgid", "skgid", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_FLOWLABEL] = {
		"ip6 flowlabel", "flowlabel", 4, FIELD_HEX, 0xfffff, NULL },
	[CT6_FIELD_FRAG_ID] = {
		"frag id", "frag-id", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_FRAG_OFF] = {
		"frag frag-off", "frag-off", 2, FIELD_NUMBER, 8191, NULL },
	[CT6_FIELD_FRAG_MORE] = {
		"frag more-fragments", "frag-more", 1, FIELD_NUMBER, 1, NULL },
	[CT6_FIELD_FRAG_RESERVED] = {
		"frag reserved", "frag-reserved", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_FRAG_RESERVED2] = {
		"frag reserved2", "frag-reserved2", 1, FIELD_NUMBER, 3, NULL },
	[CT6_FIELD_HBH_HDRLENGTH] = {
		"hbh hdrlength", "hbh-hdrlength", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_HBH_OPTIONS] = {
		"hbh options", "hbh-options", 16, FIELD_OPTIONS, 0, NULL },
	[CT6_FIELD_DST_HDRLENGTH] = {
		"dst hdrlength", "dst-hdrlength", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_DST_OPTIONS] = {
		"dst options", "dst-options", 16, FIELD_OPTIONS, 0, NULL },
	[CT6_FIELD_RT_HDRLENGTH] = {
		"rt hdrlength", "rt-hdrlength", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_AH_HDRLENGTH] = {
		"ah hdrlength", "ah-hdrlength", 1, FIELD_NUMBER, 255, NULL },
	[CT6_FIELD_AH_RESERVED] = {
		"ah reserved", "ah-reserved", 2, FIELD_NUMBER, 65535, NULL },
	[CT6_FIELD_AH_SPI] = {
		"ah spi", "ah-spi", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_ESP_SPI] = {
		"esp spi", "esp-spi", 4, FIELD_NUMBER, UINT32_MAX, NULL },
	[CT6_FIELD_MH_TYPE] = {
		"mh type", "mh-type", 1, FIELD_NUMBER, 255, mh_type_names },
};

/* NULL for a field that this tool does not know. */
const struct field *field_get(uint32_t field)
{
	if (field >= ARRAY_SIZE(fields) || !fields[field].width)
		return NULL;
	return &fields[field];
}

/**
 * field_find() - the field that the ruleset language calls so
 * @text: both words
 * @field: result
 */
bool field_find(const char *text, uint32_t *field)
{
	for (*field = 0; *field < ARRAY_SIZE(fields); (*field)++)
		if (fields[*field].width &&
		    !strcmp(fields[*field].text, text))
			return true;
	return false;
}

unsigned int field_width(uint32_t field)
{
	const struct field *f = field_get(field);

	return f ? f->width : 0;
}

bool field_proto_has_ports(int proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP ||
	       proto == IPPROTO_UDPLITE || proto == IPPROTO_SCTP ||
	       proto == IPPROTO_DCCP;
}

uint32_t field_number(uint32_t field, const uint8_t *data)
{
	unsigned int i, width = field_width(field);
	uint32_t value = 0;

	for (i = 0; i < width && i < 4; i++)
		value = value << 8 | data[i];
	return value;
}

void field_set_number(uint32_t field, uint8_t *data, uint32_t value)
{
	unsigned int width = field_width(field);

	while (width--) {
		data[width] = value;
		value >>= 8;
	}
}

/* Ones that lead, if nothing but zeros follows, or -1. */
int field_prefix_len(const uint8_t *mask, unsigned int width)
{
	unsigned int len = 0, i;

	while (len < width * 8 && (mask[len / 8] & (0x80 >> len % 8)))
		len++;
	for (i = len; i < width * 8; i++)
		if (mask[i / 8] & (0x80 >> i % 8))
			return -1;
	return len;
}

void field_prefix_mask(uint8_t *mask, unsigned int len)
{
	unsigned int i;

	memset(mask, 0, CT6_DATA_MAX);
	for (i = 0; i < len; i++)
		mask[i / 8] |= 0x80 >> i % 8;
}

/* A full mask is none. */
void elem_mask_set(struct elem *elem, uint32_t field, const uint8_t *mask)
{
	unsigned int width = field_width(field);

	memset(elem->mask, 0, sizeof(elem->mask));
	elem->has_mask = field_prefix_len(mask, width) != (int)width * 8;
	if (elem->has_mask)
		memcpy(elem->mask, mask, width);
}

bool elem_mask_fits(const struct elem *elem, uint32_t field)
{
	unsigned int i;

	for (i = 0; elem->has_mask && i < field_width(field); i++)
		if (elem->data[i] & ~elem->mask[i])
			return false;
	return true;
}

int field_compare(uint32_t field, const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, field_width(field));
}

/* Are its values text, and masks and ranges written as what the bytes are? */
bool field_is_text(const struct field *f)
{
	return f->kind == FIELD_IFNAME || f->kind == FIELD_OPTIONS;
}

static bool parse_hex16(const char *word, uint8_t *data)
{
	unsigned int i, byte;

	if (strncmp(word, "0x", 2) || strlen(word) != 2 + 2 * CT6_DATA_MAX)
		return false;
	for (i = 0; i < CT6_DATA_MAX; i++) {
		if (!isxdigit((unsigned char)word[2 + 2 * i]) ||
		    sscanf(word + 2 + 2 * i, "%2x", &byte) != 1)
			return false;
		data[i] = byte;
	}
	return true;
}

static const char *parse_ifname(const char *word, struct elem *elem)
{
	size_t len = strlen(word);
	uint8_t mask[CT6_DATA_MAX];

	if (parse_hex16(word, elem->data))
		return NULL;
	if (!len)
		return "an empty interface name";
	if (len >= IFNAMSIZ + (word[len - 1] == '*'))
		return "an interface name has at most 15 characters";
	if (word[len - 1] == '*') {
		len--;
		field_prefix_mask(mask, len * 8);
		elem_mask_set(elem, CT6_FIELD_IIFNAME, mask);
	}
	memcpy(elem->data, word, len);
	return NULL;
}

static const char *parse_addr(const char *word, uint8_t *data, char *buf,
			      size_t size)
{
	struct in_addr v4;

	if (inet_pton(AF_INET6, word, data) == 1)
		return NULL;
	if (inet_pton(AF_INET, word, &v4) == 1)
		snprintf(buf, size, "'%s' is an IPv4 address", word);
	else if (strpbrk(word, ":"))
		snprintf(buf, size, "'%s' is not an IPv6 address", word);
	else
		snprintf(buf, size,
			 "'%s' is not an IPv6 address, and host names are not looked up",
			 word);
	return buf;
}

static const char *parse_ether(const char *word, uint8_t *data, char *buf,
			       size_t size)
{
	unsigned int i;

	for (i = 0; i < 6; i++, word += 3) {
		if (!isxdigit((unsigned char)word[0]) ||
		    !isxdigit((unsigned char)word[1]) ||
		    word[2] != (i < 5 ? ':' : 0))
			break;
		data[i] = strtoul(word, NULL, 16);
	}
	if (i == 6)
		return NULL;
	snprintf(buf, size, "not an Ethernet address like 02:00:00:00:00:01");
	return buf;
}

/* The users and groups of this host. */
static bool parse_user(const char *word, uint32_t *value)
{
	const struct passwd *user = getpwnam(word);

	if (user)
		*value = user->pw_uid;
	return user;
}

static bool parse_group(const char *word, uint32_t *value)
{
	const struct group *group = getgrnam(word);

	if (group)
		*value = group->gr_gid;
	return group;
}

static bool parse_port(const char *word, const char *proto, uint32_t *value)
{
	const struct servent *ent;

	if (!isalpha((unsigned char)*word))
		return false;
	ent = getservbyname(word, proto);
	if (!ent)
		ent = getservbyname(word, NULL);
	if (!ent)
		return false;
	*value = ntohs(ent->s_port);
	return true;
}

static bool parse_name(uint32_t field, const char *proto, const char *word,
		       uint32_t *value)
{
	const struct field *f = &fields[field];

	switch (field) {
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return parse_port(word, proto, value);
	case CT6_FIELD_L4PROTO:
	case CT6_FIELD_NEXTHDR:
		return proto_find(word, value);
	case CT6_FIELD_SKUID:
		return parse_user(word, value);
	case CT6_FIELD_SKGID:
		return parse_group(word, value);
	default:
		return f->names && name_find(f->names, word, value);
	}
}

static const char *number_wrong(uint32_t field, const char *word, char *buf,
				size_t size)
{
	const struct field *f = &fields[field];
	const char *closest = NULL;
	uint64_t value;

	if (parse_u64(word, UINT64_MAX, &value)) {
		snprintf(buf, size, "%s is at most %u", f->json, f->max);
		return buf;
	}
	if (f->names)
		closest = name_closest(f->names, word);
	if (closest)
		snprintf(buf, size, "unknown %s '%s', did you mean '%s'?",
			 f->json, word, closest);
	else if (field == CT6_FIELD_SPORT || field == CT6_FIELD_DPORT)
		snprintf(buf, size, "'%s' is no port number and no service",
			 word);
	else if (field == CT6_FIELD_SKUID || field == CT6_FIELD_SKGID)
		snprintf(buf, size, "no %s '%s' on this host",
			 field == CT6_FIELD_SKUID ? "user" : "group", word);
	else
		snprintf(buf, size, "'%s' is no value of %s", word, f->json);
	return buf;
}

/*
 * Hexadecimal is what the bytes are, decimal a value that can occur: so what
 * the kernel took from others can be written.
 */
static uint64_t number_max(const struct field *f, const char *word)
{
	bool hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');

	return hex ? (1ull << 8 * f->width) - 1 : f->max;
}

/**
 * field_parse() - a value from a word; its data, and an interface's wildcard
 * @field: a field that is known
 * @proto: protocol for names of services, or NULL
 * @word: word
 * @elem: result
 * @buf: room for the error
 * @size: and its size
 *
 * Return: NULL, or what is wrong.
 */
const char *field_parse(uint32_t field, const char *proto, const char *word,
			struct elem *elem, char *buf, size_t size)
{
	const struct field *f = &fields[field];
	uint64_t number;
	uint32_t value;

	if (f->kind == FIELD_IFNAME)
		return parse_ifname(word, elem);
	if (f->kind == FIELD_ADDR)
		return parse_addr(word, elem->data, buf, size);
	if (f->kind == FIELD_ETHER)
		return parse_ether(word, elem->data, buf, size);
	if (f->kind == FIELD_OPTIONS)
		return parse_hex16(word, elem->data) ?
		       NULL : exthdr_options_parse(word, elem);
	if (parse_u64(word, number_max(f, word), &number))
		value = number;
	else if (!parse_name(field, proto, word, &value))
		return number_wrong(field, word, buf, size);
	field_set_number(field, elem->data, value);
	return NULL;
}

/**
 * field_parse_mask() - a mask from a word; of an address also a length
 * @field: a field that is known
 * @word: word
 * @mask: result
 * @buf: room for the error
 * @size: and its size
 *
 * Return: NULL, or what is wrong.
 */
const char *field_parse_mask(uint32_t field, const char *word, uint8_t *mask,
			     char *buf, size_t size)
{
	struct elem elem = { 0 };
	const char *wrong;
	uint64_t len;

	if (fields[field].kind == FIELD_ADDR && !strchr(word, ':')) {
		if (!parse_u64(word, 128, &len)) {
			snprintf(buf, size,
				 "'%s' is no prefix length (0 to 128)", word);
			return buf;
		}
		field_prefix_mask(mask, len);
		return NULL;
	}
	if (field_is_text(&fields[field])) {
		if (parse_hex16(word, mask))
			return NULL;
		snprintf(buf, size, "'%s' is no mask of %s", word,
			 fields[field].json);
		return buf;
	}
	wrong = field_parse(field, NULL, word, &elem, buf, size);
	if (!wrong)
		memcpy(mask, elem.data, sizeof(elem.data));
	return wrong;
}

static void print_bits(struct text *text, const struct field *f,
		       uint32_t value)
{
	const struct name *name;
	uint32_t left = value;
	const char *sep = "";

	for (name = f->names; name->name; name++)
		left &= ~name->value;
	if (!value || left) {
		text_addf(text, "0x%x", value);
		return;
	}
	left = value;
	for (name = f->names; name->name; name++) {
		if (!(left & name->value))
			continue;
		text_addf(text, "%s%s", sep, name->name);
		left &= ~name->value;
		sep = "|";
	}
}

/* How much of a name there is when it is plain and zero padded, or -1. */
static int ifname_len(const uint8_t *data)
{
	int len = strnlen((const char *)data, CT6_DATA_MAX), i;

	for (i = 0; i < CT6_DATA_MAX; i++)
		if (i < len ? data[i] <= 0x20 || data[i] >= 0x7f : data[i])
			return -1;
	return len;
}

bool elem_is_wildcard(const struct elem *elem, unsigned int *len)
{
	int bits;

	if (!elem->has_mask)
		return false;
	bits = field_prefix_len(elem->mask, CT6_DATA_MAX);
	if (bits < 0 || bits % 8 || ifname_len(elem->data) != bits / 8)
		return false;
	*len = bits / 8;
	return true;
}

static void print_hex16(struct text *text, const uint8_t *data)
{
	int i;

	text_add(text, "0x", 2);
	for (i = 0; i < CT6_DATA_MAX; i++)
		text_addf(text, "%02x", data[i]);
}

static void print_ifname(struct text *text, const uint8_t *data, bool plain)
{
	int len = ifname_len(data);

	if (!plain && len > 0 && len < IFNAMSIZ && data[len - 1] != '*')
		text_quote(text, (const char *)data);
	else
		print_hex16(text, data);
}

/* A word that an element is, though it has a mask. Return: is there one? */
static bool print_word(struct text *text, uint32_t field,
		       const struct elem *elem)
{
	char name[CT6_DATA_MAX + 1] = { 0 };
	struct text list = { 0 };
	unsigned int len;
	bool is = false;

	if (fields[field].kind == FIELD_IFNAME) {
		is = elem_is_wildcard(elem, &len);
		if (is) {
			memcpy(name, elem->data, len);
			name[len] = '*';
			text_quote(text, name);
		}
	} else if (fields[field].kind == FIELD_OPTIONS) {
		is = exthdr_options_print(&list, elem);
		if (is)
			text_quote(text, list.data);
		text_free(&list);
	}
	return is;
}

/**
 * elem_is_word() - is there a word for an element, its mask included?
 * @field: field
 * @elem: element
 */
bool elem_is_word(uint32_t field, const struct elem *elem)
{
	struct text text = { 0 };
	bool is = print_word(&text, field, elem);

	text_free(&text);
	return is;
}

/* What a code means depends on the type: field_print() gives a number. */
static const struct name *names_printed(uint32_t field)
{
	return field == CT6_FIELD_ICMPV6_CODE ? NULL : fields[field].names;
}

/* One value; @plain without names that would not do in a range or a mask. */
void field_print(struct text *text, uint32_t field, const uint8_t *data,
		 bool plain)
{
	const struct field *f = &fields[field];
	uint32_t value = field_number(field, data);
	char addr[INET6_ADDRSTRLEN];
	const char *name;

	switch (f->kind) {
	case FIELD_IFNAME:
		print_ifname(text, data, plain);
		break;
	case FIELD_OPTIONS:
		print_hex16(text, data);
		break;
	case FIELD_ADDR:
		inet_ntop(AF_INET6, data, addr, sizeof(addr));
		text_addf(text, "%s", addr);
		break;
	case FIELD_ETHER:
		text_addf(text, "%02x:%02x:%02x:%02x:%02x:%02x", data[0],
			  data[1], data[2], data[3], data[4], data[5]);
		break;
	case FIELD_BITS:
		if (plain)
			text_addf(text, "0x%x", value);
		else
			print_bits(text, f, value);
		break;
	case FIELD_HEX:
		text_addf(text, "0x%x", value);
		break;
	default:
		name = names_printed(field) && !plain ?
		       name_of(f->names, value) : NULL;
		if (name)
			text_addf(text, "%s", name);
		else
			text_addf(text, value > f->max ? "0x%x" : "%u", value);
	}
}

/**
 * elem_print_named() - an element of a field whose names depend on others
 * @text: result
 * @field: field
 * @elem: element
 * @names: of its values, or NULL
 */
void elem_print_named(struct text *text, uint32_t field,
		      const struct elem *elem, const struct name *names)
{
	const char *name = NULL;

	if (names && !elem->has_mask && !elem->has_end)
		name = name_of(names, field_number(field, elem->data));
	if (name)
		text_addf(text, "%s", name);
	else
		elem_print(text, field, elem);
}

void field_print_mask(struct text *text, uint32_t field, const uint8_t *mask)
{
	const struct field *f = &fields[field];

	if (f->kind == FIELD_NUMBER)
		text_addf(text, "0x%x", field_number(field, mask));
	else
		field_print(text, field, mask, f->kind == FIELD_IFNAME);
}

/* An element as it stands in a list. */
void elem_print(struct text *text, uint32_t field, const struct elem *elem)
{
	const struct field *f = &fields[field];
	int bits;

	if (print_word(text, field, elem))
		return;
	if (elem->has_end) {
		field_print(text, field, elem->data, true);
		text_add(text, "-", 1);
		field_print(text, field, elem->end, true);
		return;
	}
	if (!elem->has_mask) {
		/* several states joined by | are read as several values */
		field_print(text, field, elem->data,
			    field == CT6_FIELD_CT_STATE &&
			    !name_of(f->names, field_number(field,
							    elem->data)));
		return;
	}
	bits = field_prefix_len(elem->mask, f->width);
	field_print(text, field, elem->data, f->kind != FIELD_BITS);
	text_add(text, "/", 1);
	if (f->kind == FIELD_ADDR && bits >= 0)
		text_addf(text, "%d", bits);
	else
		field_print_mask(text, field, elem->mask);
}
