/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields of a packet: their width, and their values as text.
 */
#ifndef CT6_FIELD_H
#define CT6_FIELD_H

#include "model.h"
#include "names.h"

enum field_kind {
	FIELD_NUMBER,	/* decimal, perhaps with names */
	FIELD_HEX,	/* a mark */
	FIELD_BITS,	/* named bits */
	FIELD_ADDR,
	FIELD_IFNAME,
	FIELD_ETHER,
	FIELD_OPTIONS,	/* of an extension header */
};

/**
 * struct field - a field
 * @text: how the ruleset language calls it; of ports and ICMPv6 the part
 *	behind the protocol
 * @json: its name in JSON
 * @width: bytes
 * @kind: how its values look
 * @max: largest number that can occur
 * @names: of values or bits, or NULL; of codes of ICMPv6 for reading only
 */
struct field {
	const char		*text;
	const char		*json;
	unsigned int		width;
	enum field_kind		kind;
	uint32_t		max;
	const struct name	*names;
};

const struct field *field_get(uint32_t field);
bool field_find(const char *text, uint32_t *field);
bool field_is_text(const struct field *f);
unsigned int field_width(uint32_t field);
bool field_proto_has_ports(int proto);

uint32_t field_number(uint32_t field, const uint8_t *data);
void field_set_number(uint32_t field, uint8_t *data, uint32_t value);
int field_prefix_len(const uint8_t *mask, unsigned int width);
void field_prefix_mask(uint8_t *mask, unsigned int len);
void elem_mask_set(struct elem *elem, uint32_t field, const uint8_t *mask);
bool elem_mask_fits(const struct elem *elem, uint32_t field);
int field_compare(uint32_t field, const uint8_t *a, const uint8_t *b);

/* Return: NULL, or what is wrong with the word; @buf may hold it. */
const char *field_parse(uint32_t field, const char *proto, const char *word,
			struct elem *elem, char *buf, size_t size);
const char *field_parse_mask(uint32_t field, const char *word, uint8_t *mask,
			     char *buf, size_t size);

void field_print(struct text *text, uint32_t field, const uint8_t *data,
		 bool plain);
void field_print_mask(struct text *text, uint32_t field, const uint8_t *mask);
void elem_print(struct text *text, uint32_t field, const struct elem *elem);
void elem_print_named(struct text *text, uint32_t field,
		      const struct elem *elem, const struct name *names);
bool elem_is_wildcard(const struct elem *elem, unsigned int *len);
bool elem_is_word(uint32_t field, const struct elem *elem);

#endif /* CT6_FIELD_H */
