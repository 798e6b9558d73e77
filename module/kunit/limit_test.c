// SPDX-License-Identifier: GPL-2.0-only
/*
 * Limits: the burst and no more, one packet for each share of time, a bucket
 * for each prefix.
 */

static struct ct6_limit *ct6_test_limit(struct kunit *test, u8 what, u8 len)
{
	struct ct6_limit *limit = kzalloc(sizeof(*limit), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, limit);
	/* an hour for each, so that the time that the test takes is none */
	limit->rate = 1;
	limit->unit = 3600;
	limit->burst = 5;
	limit->size = 64;
	limit->per.what = what;
	limit->per.saddr_len = len;
	KUNIT_ASSERT_EQ(test, 0, ct6_limit_init(limit));
	return limit;
}

static u32 ct6_test_within(struct ct6_limit *limit, struct in6_addr *saddr,
			   u32 tries)
{
	struct ct6_packet pkt = { .saddr = saddr, .daddr = saddr, .len = 100 };
	u32 within = 0;

	local_bh_disable();
	while (tries--)
		within += ct6_limit_match(limit, &pkt);
	local_bh_enable();
	return within;
}

static void ct6_limit_burst(struct kunit *test)
{
	struct ct6_limit *limit = ct6_test_limit(test, 0, 0);
	struct in6_addr addr = {};

	KUNIT_EXPECT_EQ(test, 5, ct6_test_within(limit, &addr, 20));
	/* what time has passed since is at least what is missing */
	limit->bucket.tokens = limit->cost - 1;
	KUNIT_EXPECT_EQ(test, 1, ct6_test_within(limit, &addr, 20));
	limit->bucket.tokens = limit->max - 1;
	KUNIT_EXPECT_EQ(test, 5, ct6_test_within(limit, &addr, 20));
	ct6_limit_free(limit);
}

static void ct6_limit_prefixes(struct kunit *test)
{
	struct ct6_limit *limit = ct6_test_limit(test, CT6_LIMIT_PER_SADDR, 64);
	struct in6_addr addr = {};

	addr.s6_addr[0] = 0x20;
	addr.s6_addr[15] = 1;
	KUNIT_EXPECT_EQ(test, 5, ct6_test_within(limit, &addr, 20));
	addr.s6_addr[15] = 2;
	KUNIT_EXPECT_EQ(test, 0, ct6_test_within(limit, &addr, 20));
	addr.s6_addr[7] = 1;
	KUNIT_EXPECT_EQ(test, 5, ct6_test_within(limit, &addr, 20));
	ct6_limit_free(limit);
}

static struct kunit_case ct6_limit_cases[] = {
	KUNIT_CASE(ct6_limit_burst),
	KUNIT_CASE(ct6_limit_prefixes),
	{}
};

static struct kunit_suite ct6_limit_suite = {
	.name = "ct6_limit",
	.test_cases = ct6_limit_cases,
};
