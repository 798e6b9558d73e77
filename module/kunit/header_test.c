// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk over extension headers, in packets of one piece and of two.
 */

#define CT6_TEST_AT	40	/* where the first header is */

/* The fixed header's place, then @data; @linear bytes of all in one piece. */
static struct sk_buff *ct6_test_skb(struct kunit *test, const u8 *data, u32 len,
				    u32 linear)
{
	u32 whole = CT6_TEST_AT + len;
	struct sk_buff *skb = alloc_skb(256, GFP_KERNEL);
	struct page *page;
	u8 *to;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	linear = min(linear, whole);
	to = kzalloc(whole, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, to);
	memcpy(to + CT6_TEST_AT, data, len);
	skb_put_data(skb, to, linear);
	if (linear < whole) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page), to + linear, whole - linear);
		skb_add_rx_frag(skb, 0, page, 0, whole - linear, PAGE_SIZE);
	}
	kfree(to);
	return skb;
}

static int ct6_test_walk(struct kunit *test, const u8 *data, u32 len,
			 u8 nexthdr, u32 linear, struct ct6_headers *headers)
{
	struct sk_buff *skb = ct6_test_skb(test, data, len, linear);
	int err;

	*headers = (struct ct6_headers) {
		.offset = CT6_TEST_AT, .nexthdr = nexthdr,
	};
	err = ct6_header_walk(skb, headers);
	kfree_skb(skb);
	return err;
}

/* Hop-by-hop, a home address, a route with a segment left, AH, TCP. */
static const u8 ct6_test_chain[] = {
	NEXTHDR_DEST, 0, IPV6_TLV_PADN, 4, 0, 0, 0, 0,
	NEXTHDR_ROUTING, 2, IPV6_TLV_PADN, 2, 0, 0, IPV6_TLV_HAO, 16,
	0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7,
	NEXTHDR_AUTH, 2, 2, 1, 0, 0, 0, 0,
	0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9,
	NEXTHDR_TCP, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

static void ct6_header_finds(struct kunit *test)
{
	u32 end = CT6_TEST_AT + sizeof(ct6_test_chain), linear;
	struct ct6_headers h;

	for (linear = 0; linear <= end; linear++) {
		KUNIT_ASSERT_EQ(test, 0,
				ct6_test_walk(test, ct6_test_chain,
					      sizeof(ct6_test_chain),
					      NEXTHDR_HOP, linear, &h));
		KUNIT_EXPECT_EQ(test, h.offset, end);
		KUNIT_EXPECT_EQ(test, h.nexthdr, NEXTHDR_TCP);
		KUNIT_EXPECT_EQ(test, h.home, CT6_TEST_AT + 16);
		KUNIT_EXPECT_EQ(test, h.routing, CT6_TEST_AT + 32);
		KUNIT_EXPECT_EQ(test, h.exthdrs, CT6_EXTHDR_HBH |
				CT6_EXTHDR_DST | CT6_EXTHDR_RT | CT6_EXTHDR_AH);
	}
}

static void ct6_header_cut(struct kunit *test)
{
	struct ct6_headers h;
	u32 len;

	for (len = 0; len < sizeof(ct6_test_chain); len++)
		KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_TRUNCATED,
				ct6_test_walk(test, ct6_test_chain, len,
					      NEXTHDR_HOP, CT6_TEST_AT + len / 2,
					      &h));
}

static void ct6_header_many(struct kunit *test)
{
	static u8 data[(CT6_EXTHDR_MAX + 1) * 8];
	struct ct6_headers h;
	int i;

	for (i = 0; i <= CT6_EXTHDR_MAX; i++) {
		u8 *p = data + i * 8;

		memset(p, 0, 8);
		p[0] = i + 1 < CT6_EXTHDR_MAX ? NEXTHDR_DEST : NEXTHDR_UDP;
		p[2] = IPV6_TLV_PADN;
		p[3] = 4;
	}
	KUNIT_EXPECT_EQ(test, 0, ct6_test_walk(test, data, sizeof(data),
					       NEXTHDR_DEST, 100, &h));
	KUNIT_EXPECT_EQ(test, h.offset, CT6_TEST_AT + CT6_EXTHDR_MAX * 8);
	data[(CT6_EXTHDR_MAX - 1) * 8] = NEXTHDR_DEST;
	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_CHAIN,
			ct6_test_walk(test, data, sizeof(data), NEXTHDR_DEST,
				      100, &h));
}

static void ct6_header_refuses(struct kunit *test)
{
	u8 hop[] = { NEXTHDR_HOP, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0 };
	u8 route[] = { NEXTHDR_TCP, 0, 0, 0, 0, 0, 0, 0 };
	u8 frag[] = { NEXTHDR_TCP, 0, 0, 0, 0, 0, 0, 1 };
	u8 option[] = { NEXTHDR_TCP, 0, 5, 5, 0, 0, 0, 0 };
	u8 ah[] = { NEXTHDR_TCP, 0, 0, 0, 0, 0, 0, 0 };
	struct ct6_headers h;

	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_HEADER,
			ct6_test_walk(test, hop, sizeof(hop), NEXTHDR_DEST, 0,
				      &h));
	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_HEADER,
			ct6_test_walk(test, route, sizeof(route),
				      NEXTHDR_ROUTING, 0, &h));
	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_HEADER,
			ct6_test_walk(test, option, sizeof(option),
				      NEXTHDR_DEST, 0, &h));
	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_HEADER,
			ct6_test_walk(test, ah, sizeof(ah), NEXTHDR_AUTH, 0,
				      &h));
	/* an atomic fragment is none, one that goes on is */
	KUNIT_EXPECT_EQ(test, 0, ct6_test_walk(test, frag, sizeof(frag),
					       NEXTHDR_FRAGMENT, 0, &h));
	frag[3] = 1;
	KUNIT_EXPECT_EQ(test, CT6_STAT_INVALID_FRAGMENT,
			ct6_test_walk(test, frag, sizeof(frag),
				      NEXTHDR_FRAGMENT, 0, &h));
}

static struct kunit_case ct6_header_cases[] = {
	KUNIT_CASE(ct6_header_finds),
	KUNIT_CASE(ct6_header_cut),
	KUNIT_CASE(ct6_header_many),
	KUNIT_CASE(ct6_header_refuses),
	{}
};

static struct kunit_suite ct6_header_suite = {
	.name = "ct6_header",
	.test_cases = ct6_header_cases,
};
