/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The walk over extension headers once more, from the RFCs and without a
 * thought of speed (RFC 8200, 4; RFC 4302, 2.2; RFC 5095; RFC 6275, 6.3), for
 * what header.c finds to be compared with.
 */
#ifndef _CT6_FUZZ_PLAIN_H
#define _CT6_FUZZ_PLAIN_H

static size_t plain_options(const u8 *data, size_t at, size_t end,
			    unsigned int *homes)
{
	size_t option = at + 2, size;
	int nr = 0;

	while (option < end) {
		if (nr++ == CT6_OPTION_MAX)
			return 0;
		size = 1;
		if (data[option] != IPV6_TLV_PAD1) {
			if (option + 2 > end)
				return 0;
			size = 2 + data[option + 1];
			if (option + size > end)
				return 0;
			if (data[option] == IPV6_TLV_HAO &&
			    (size != 18 || (*homes)++))
				return 0;
		}
		option += size;
	}
	return end;
}

/* Return: where the upper layer begins, or 0 when the packet is malformed. */
static size_t plain_walk(const u8 *data, size_t len, size_t at, u8 *nexthdr,
			 bool quoted)
{
	unsigned int homes = 0, routes = 0;
	size_t size;
	int nr;

	for (nr = 0;; nr++) {
		u8 kind = *nexthdr;

		if (kind != NEXTHDR_HOP && kind != NEXTHDR_DEST &&
		    kind != NEXTHDR_ROUTING && kind != NEXTHDR_FRAGMENT &&
		    kind != NEXTHDR_AUTH)
			return at;
		if (nr > CT6_EXTHDR_MAX || (kind == NEXTHDR_HOP && nr) ||
		    at + 2 > len)
			return 0;
		size = kind == NEXTHDR_AUTH ? (data[at + 1] + 2) * 4u :
		       kind == NEXTHDR_FRAGMENT ? 8u : (data[at + 1] + 1) * 8u;
		if (at + size > len || (kind == NEXTHDR_AUTH && size < 12))
			return 0;
		if (kind == NEXTHDR_FRAGMENT &&
		    (data[at + 2] || data[at + 3] & (quoted ? 0xf8 : 0xf9)))
			return 0;
		if (kind == NEXTHDR_ROUTING &&
		    (data[at + 2] < 2 || (data[at + 3] && routes++)))
			return 0;
		if (kind == NEXTHDR_DEST &&
		    !plain_options(data, at, at + size, &homes))
			return 0;
		*nexthdr = data[at];
		at += size;
		if (nr == CT6_EXTHDR_MAX)
			return 0;
	}
}

#endif /* _CT6_FUZZ_PLAIN_H */
