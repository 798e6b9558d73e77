// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields of extension headers that rules ask for and nothing else does: they
 * are looked for when a rule asks, so a packet of which none asks costs
 * nothing.
 */
#include <net/ipv6.h>

#include "exthdr.h"
#include "expr.h"
#include "header.h"
#include "packet.h"

/* Options of a header that have a place in its field. */
#define CT6_EXTHDR_OPTIONS	8

/* Pad1 has neither length nor data (RFC 8200, 4.2): one byte in all. */
#define CT6_EXTHDR_PAD1		1

/**
 * struct ct6_exthdr_place - where a field stands
 * @bit: header, of enum ct6_exthdr
 * @offset: bytes from its beginning
 * @bytes: read there, 0 of a list of options
 * @shift: bits behind the field
 * @mask: bits of the field
 */
struct ct6_exthdr_place {
	u16	bit;
	u8	offset;
	u8	bytes;
	u8	shift;
	u32	mask;
};

static const struct ct6_exthdr_place ct6_exthdr_places[] = {
	/* RFC 8200, 4.3 to 4.6 */
	[CT6_FIELD_FRAG_ID]	= { CT6_EXTHDR_FRAG, 4, 4, 0, U32_MAX },
	[CT6_FIELD_FRAG_OFF]	= { CT6_EXTHDR_FRAG, 2, 2, 3, 0x1fff },
	[CT6_FIELD_FRAG_MORE]	= { CT6_EXTHDR_FRAG, 3, 1, 0, 1 },
	[CT6_FIELD_FRAG_RESERVED]	= { CT6_EXTHDR_FRAG, 1, 1, 0, U8_MAX },
	[CT6_FIELD_FRAG_RESERVED2]	= { CT6_EXTHDR_FRAG, 3, 1, 1, 3 },
	[CT6_FIELD_HBH_HDRLENGTH]	= { CT6_EXTHDR_HBH, 1, 1, 0, U8_MAX },
	[CT6_FIELD_HBH_OPTIONS]	= { CT6_EXTHDR_HBH },
	[CT6_FIELD_DST_HDRLENGTH]	= { CT6_EXTHDR_DST, 1, 1, 0, U8_MAX },
	[CT6_FIELD_DST_OPTIONS]	= { CT6_EXTHDR_DST },
	[CT6_FIELD_RT_HDRLENGTH]	= { CT6_EXTHDR_RT, 1, 1, 0, U8_MAX },
	/* RFC 4302, 2 and RFC 4303, 2 */
	[CT6_FIELD_AH_HDRLENGTH]	= { CT6_EXTHDR_AH, 1, 1, 0, U8_MAX },
	[CT6_FIELD_AH_RESERVED]	= { CT6_EXTHDR_AH, 2, 2, 0, U16_MAX },
	[CT6_FIELD_AH_SPI]	= { CT6_EXTHDR_AH, 4, 4, 0, U32_MAX },
	[CT6_FIELD_ESP_SPI]	= { CT6_EXTHDR_ESP, 0, 4, 0, U32_MAX },
	/* RFC 6275, 6.1.1 */
	[CT6_FIELD_MH_TYPE]	= { CT6_EXTHDR_MH, 2, 1, 0, U8_MAX },
};

static_assert(ARRAY_SIZE(ct6_exthdr_places) == CT6_FIELD_MAX + 1);

/**
 * ct6_exthdr_of() - the header that a field is in
 * @field: field
 *
 * Return: a bit of enum ct6_exthdr, or 0 of a field that is in none of these.
 */
u16 ct6_exthdr_of(enum ct6_field field)
{
	return ct6_exthdr_places[field].bit;
}

static void ct6_exthdr_option(struct ct6_value *value, int i, u8 type, u8 len)
{
	u64 pair = type << 8 | len;

	if (i < CT6_EXTHDR_OPTIONS / 2)
		value->hi |= pair << (48 - 16 * i);
	else
		value->lo |= pair << (112 - 16 * i);
}

/* The last option may be longer than the header has room: its type is there. */
static bool ct6_exthdr_options(const struct sk_buff *skb, u32 offset,
			       struct ct6_value *value)
{
	const u8 *bytes;
	u32 end, len;
	u8 buf[2];
	int i;

	bytes = skb_header_pointer(skb, offset, sizeof(buf), buf);
	if (!bytes)
		return false;
	end = offset + ipv6_optlen((const struct ipv6_opt_hdr *)bytes);
	offset += sizeof(struct ipv6_opt_hdr);
	value->hi = 0;
	value->lo = 0;
	for (i = 0; i < CT6_EXTHDR_OPTIONS && offset < end; i++) {
		bytes = skb_header_pointer(skb, offset, 1, buf);
		if (!bytes)
			break;
		len = CT6_EXTHDR_PAD1;
		if (*bytes != IPV6_TLV_PAD1) {
			bytes = skb_header_pointer(skb, offset, 2, buf);
			if (!bytes || end - offset < 2)
				break;
			len = bytes[1] + 2;
			ct6_exthdr_option(value, i, bytes[0], bytes[1]);
		} else {
			ct6_exthdr_option(value, i, IPV6_TLV_PAD1, len);
		}
		offset += len;
	}
	return true;
}

/**
 * ct6_exthdr_field() - read a field of an extension header
 * @pkt: packet with an skb
 * @field: a field for which ct6_exthdr_of() is not 0
 * @value: result
 *
 * Of several headers of a kind, the first counts.
 *
 * Context: any.
 * Return: false when the packet has no such header.
 */
bool ct6_exthdr_field(const struct ct6_packet *pkt, enum ct6_field field,
		      struct ct6_value *value)
{
	const struct ct6_exthdr_place *place = &ct6_exthdr_places[field];
	const u8 *bytes;
	u32 offset;
	u8 buf[4];
	int i;

	if (!(pkt->exthdrs & place->bit))
		return false;
	offset = ct6_header_find(pkt->skb, place->bit);
	if (!offset)
		return false;
	if (!place->bytes)
		return ct6_exthdr_options(pkt->skb, offset, value);
	bytes = skb_header_pointer(pkt->skb, offset + place->offset,
				   place->bytes, buf);
	if (!bytes)
		return false;
	value->lo = 0;
	for (i = 0; i < place->bytes; i++)
		value->lo = value->lo << 8 | bytes[i];
	value->lo = value->lo >> place->shift & place->mask;
	return true;
}
