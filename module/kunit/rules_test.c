// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evaluation: matches, jumps and what follows them, the policy, counters.
 */

static void ct6_test_match(struct kunit *test, struct ct6_expr *expr, u8 field,
			   u64 first, u64 last)
{
	struct ct6_match *match = kzalloc(struct_size(match, elem, 1),
					  GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, match);
	match->field = field;
	match->nr = 1;
	match->elem[0].data.lo = first;
	match->elem[0].end.lo = last;
	match->elem[0].range = true;
	expr->kind = CT6_EXPR_MATCH;
	expr->match = match;
}

static void ct6_test_verdict(struct ct6_expr *expr, u32 code, u32 chain)
{
	expr->kind = CT6_EXPR_VERDICT;
	expr->verdict.code = code;
	expr->verdict.chain = chain;
}

/*
 * input (drop): 0 tcp jump user; 1 udp dport 53 accept
 * user:         2 dport 1-1023 return; 3 dport 8080 drop; 4 accept
 */
static struct ct6_ruleset *ct6_test_ruleset(struct kunit *test)
{
	static const struct ct6_rule rules[] = {
		{ .expr = 0, .nr_expr = 2, .chain = 0 },
		{ .expr = 2, .nr_expr = 3, .chain = 0 },
		{ .expr = 5, .nr_expr = 2, .chain = 1 },
		{ .expr = 7, .nr_expr = 2, .chain = 1 },
		{ .expr = 9, .nr_expr = 1, .chain = 1 },
	};
	struct ct6_ruleset *rs = ct6_ruleset_alloc(2, ARRAY_SIZE(rules), 10);

	KUNIT_ASSERT_NOT_NULL(test, rs);
	memcpy(rs->rule, rules, sizeof(rules));
	rs->chain[0].base = true;
	rs->chain[0].hook = CT6_HOOK_INPUT;
	rs->chain[0].policy = CT6_VERDICT_DROP;
	rs->chain[0].nr_rule = 2;
	rs->chain[1].rule = 2;
	rs->chain[1].nr_rule = 3;
	rs->base[CT6_HOOK_INPUT] = 0;
	ct6_test_match(test, &rs->expr[0], CT6_FIELD_L4PROTO, 6, 6);
	ct6_test_verdict(&rs->expr[1], CT6_VERDICT_JUMP, 1);
	ct6_test_match(test, &rs->expr[2], CT6_FIELD_L4PROTO, 17, 17);
	ct6_test_match(test, &rs->expr[3], CT6_FIELD_DPORT, 53, 53);
	ct6_test_verdict(&rs->expr[4], CT6_VERDICT_ACCEPT, 0);
	ct6_test_match(test, &rs->expr[5], CT6_FIELD_DPORT, 1, 1023);
	ct6_test_verdict(&rs->expr[6], CT6_VERDICT_RETURN, 0);
	ct6_test_match(test, &rs->expr[7], CT6_FIELD_DPORT, 8080, 8080);
	ct6_test_verdict(&rs->expr[8], CT6_VERDICT_DROP, 0);
	ct6_test_verdict(&rs->expr[9], CT6_VERDICT_ACCEPT, 0);
	return rs;
}

static void ct6_rules_verdicts(struct kunit *test)
{
	static const struct {
		u8	l4proto;
		u16	dport;
		bool	accept;
		u32	number;	/* the last that counted: a rule, or a policy */
		u32	counted;
	} cases[] = {
		{ 17, 53, true, 1, 1 },
		{ 17, 54, false, 5, 1 },
		{ 6, 22, false, 5, 3 },
		{ 6, 8080, false, 3, 2 },
		{ 6, 8081, true, 4, 2 },
		{ 6, 1023, false, 5, 3 },
		{ 6, 1024, true, 4, 2 },
		{ 58, 0, false, 5, 1 },
	};
	struct ct6_ruleset *rs = ct6_test_ruleset(test);
	struct in6_addr addr = {};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ct6_packet pkt = {
			.saddr = &addr, .daddr = &addr, .len = 100,
			.l4proto = cases[i].l4proto,
			.has_ports = cases[i].l4proto != 58,
			.dport = htons(cases[i].dport),
			.hook = CT6_HOOK_INPUT, .ct_state = CT6_CT_STATE_NEW,
		};
		struct ct6_judgement verdict;

		rcu_read_lock();
		local_bh_disable();
		ct6_rules_judge(rs, &pkt, &verdict);
		local_bh_enable();
		rcu_read_unlock();
		KUNIT_EXPECT_EQ_MSG(test, cases[i].accept, verdict.accept,
				    "case %u", i);
		KUNIT_EXPECT_EQ_MSG(test, cases[i].number, verdict.number,
				    "case %u", i);
		KUNIT_EXPECT_EQ_MSG(test, cases[i].counted, verdict.counted,
				    "case %u", i);
	}
	ct6_ruleset_free(rs);
}

static void ct6_rules_count_exact(struct kunit *test)
{
	struct ct6_ruleset *rs = ct6_test_ruleset(test);
	struct in6_addr addr = {};
	struct ct6_packet pkt = {
		.saddr = &addr, .daddr = &addr, .len = 77, .l4proto = 6,
		.has_ports = true, .dport = htons(22), .hook = CT6_HOOK_INPUT,
		.ct_state = CT6_CT_STATE_NEW,
	};
	struct ct6_judgement verdict;
	u64 packets, bytes;
	u32 i;

	for (i = 0; i < 10; i++) {
		rcu_read_lock();
		local_bh_disable();
		ct6_rules_judge(rs, &pkt, &verdict);
		local_bh_enable();
		rcu_read_unlock();
	}
	/* the jump, the return, the policy; and none of the others */
	for (i = 0; i < 7; i++) {
		bool counts = i == 0 || i == 2 || i == 5;

		ct6_ruleset_count_read(rs, i, &packets, &bytes);
		KUNIT_EXPECT_EQ_MSG(test, counts ? 10 : 0, packets, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, counts ? 770 : 0, bytes, "%u", i);
	}
	ct6_ruleset_free(rs);
}

static struct kunit_case ct6_rules_cases[] = {
	KUNIT_CASE(ct6_rules_verdicts),
	KUNIT_CASE(ct6_rules_count_exact),
	{}
};

static struct kunit_suite ct6_rules_suite = {
	.name = "ct6_rules",
	.test_cases = ct6_rules_cases,
};
