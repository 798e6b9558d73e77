// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expectations: found by who they are for, used once where they are for one,
 * bounded in number and time.
 */

static struct ct6_net *ct6_test_net(struct kunit *test)
{
	struct ct6_net *cn = kunit_kzalloc(test, sizeof(*cn), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, cn);
	cn->stats = ct6_stats_alloc();
	KUNIT_ASSERT_NOT_NULL(test, cn->stats);
	ct6_config_default(&cn->config);
	KUNIT_ASSERT_EQ(test, 0, ct6_table_init(&cn->table));
	KUNIT_ASSERT_EQ(test, 0, ct6_expect_table_init(cn));
	return cn;
}

static void ct6_test_net_end(struct ct6_net *cn)
{
	ct6_expect_table_destroy(cn);
	ct6_table_destroy(&cn->table);
	ct6_stats_free(cn->stats);
	rcu_barrier();
}

static const struct ct6_expect_key ct6_test_expected = {
	.saddr.s6_addr	= { 0x20, 1, [15] = 1 },
	.daddr.s6_addr	= { 0x20, 1, [15] = 2 },
	.l4proto	= IPPROTO_TCP,
};

static struct ct6_flow *ct6_test_flow(struct kunit *test)
{
	struct ct6_packet pkt = { .l4proto = IPPROTO_TCP };
	struct ct6_key key = {};
	struct ct6_flow *flow = ct6_flow_alloc(&pkt, &key, 0, 7);

	KUNIT_ASSERT_NOT_NULL(test, flow);
	return flow;
}

static void ct6_test_make(struct ct6_net *cn, struct ct6_flow *flow, u16 port,
			  u32 seconds)
{
	struct ct6_expect_key key = ct6_test_expected;

	key.dport = htons(port);
	rcu_read_lock();
	local_bh_disable();
	ct6_expect_make(cn, &key, CT6_EXPECT_HELPER, seconds, 7,
			CT6_HELPER_NONE, flow);
	local_bh_enable();
	rcu_read_unlock();
}

/* Return: state of a packet to that port, used if it is @use. */
static u8 ct6_test_meet(struct ct6_net *cn, u16 port, bool use)
{
	struct ct6_packet pkt = {
		.saddr = &ct6_test_expected.saddr,
		.daddr = &ct6_test_expected.daddr,
		.dport = htons(port), .has_ports = true,
		.l4proto = IPPROTO_TCP, .epoch = 7,
	};
	u8 state;

	rcu_read_lock();
	local_bh_disable();
	state = ct6_expect_classify(cn, &pkt);
	if (use && pkt.expect)
		ct6_expect_use(cn, &pkt);
	local_bh_enable();
	rcu_read_unlock();
	return state;
}

static void ct6_expect_once(struct kunit *test)
{
	struct ct6_net *cn = ct6_test_net(test);
	struct ct6_flow *flow = ct6_test_flow(test);

	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_NEW, ct6_test_meet(cn, 2000, true));
	ct6_test_make(cn, flow, 2000, 100);
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_NEW, ct6_test_meet(cn, 2001, true));
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_RELATED,
			ct6_test_meet(cn, 2000, false));
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_RELATED,
			ct6_test_meet(cn, 2000, true));
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_NEW, ct6_test_meet(cn, 2000, true));
	KUNIT_EXPECT_EQ(test, 0, ct6_expect_count(cn));
	ct6_test_net_end(cn);
	ct6_flow_free(flow);
}

static void ct6_expect_bounds(struct kunit *test)
{
	struct ct6_net *cn = ct6_test_net(test);
	struct ct6_flow *flow = ct6_test_flow(test);
	u32 i;

	cn->config.max_expects = 10;
	for (i = 0; i < 20; i++)
		ct6_test_make(cn, flow, 2000 + i, i < 5 ? 0 : 100);
	KUNIT_EXPECT_EQ(test, 10, ct6_expect_count(cn));
	KUNIT_EXPECT_EQ(test, 10,
			ct6_stats_read(cn->stats, CT6_STAT_EXPECT_REFUSED));
	/* those whose time is over are none, before they are taken out */
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_NEW, ct6_test_meet(cn, 2004, false));
	KUNIT_EXPECT_EQ(test, CT6_CT_STATE_RELATED,
			ct6_test_meet(cn, 2005, false));
	rcu_read_lock();
	ct6_expect_expire(cn);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, 5, ct6_expect_count(cn));
	ct6_test_net_end(cn);
	ct6_flow_free(flow);
}

static struct kunit_case ct6_expect_cases[] = {
	KUNIT_CASE(ct6_expect_once),
	KUNIT_CASE(ct6_expect_bounds),
	{}
};

static struct kunit_suite ct6_expect_suite = {
	.name = "ct6_expect",
	.test_cases = ct6_expect_cases,
};
