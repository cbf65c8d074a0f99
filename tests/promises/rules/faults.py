"""A row a rule: the one fault that makes it speak."""

from __future__ import annotations

from tests.promises.rules.broken import CSAT, LINT, SEA_KRI, Broken, new_kpi, new_kra, new_line, own

BROKEN = [
    Broken(
        "R001", "person:dan", "{id: dan, name: Dan}", [("{id: dan, name: Dan, actor: false}", "{id: dan, name: Dan}")]
    ),
    Broken(
        "R002",
        "person:ana",
        "- id: K_shop",
        [
            ("    owner: cleo", "    owner: ana"),
            ("name: Cléo, deputy: ana", "name: Cléo, actor: false"),
            (LINT[0], LINT[1] % "kpis_per_person: 9"),
        ],
        others=("kra:K_seo", "kra:K_shop"),
    ),
    Broken("R003", "kra:K_seo", "owner: [ana, ben]", [("    owner: ana\n", "    owner: [ana, ben]\n")]),
    Broken(
        "R003", "kra:K_seo", "- id: K_seo", [("    owner: ana\n", ""), ("name: Ana, ", "name: Ana, actor: false, ")]
    ),
    Broken(
        "R004",
        "kra:K_seo",
        "territory: [{channel: [sea, seo]}",
        [("[{channel: sea}, {budget: ads}", "[{channel: [sea, seo]}, {budget: ads}")],
        others=("kra:K_sea",),
        details={"cells": [{"ground": "channel", "value": ["seo"], "market": ["fr", "be"]}]},
    ),
    Broken("R005", "overlap_rule:blog_be", "- id: blog_be", [("    review_on: 2027-10-01\n", "")]),
    Broken(
        "R005", "overlap_rule:blog_be", "review_on: 2027-06-15", [("review_on: 2027-10-01", "review_on: 2027-06-15")]
    ),
    Broken(
        "R006",
        "kpi:leads_bis",
        "{id: leads_bis",
        [
            (
                f"{CSAT}\n",
                f"{CSAT}\n      - {{id: leads_bis, formula: leads, name: Leads, unit: count, direction: up, "
                "filter: {channel: [seo]}, baseline: 120, target: 136, due: 2027-12-31}\n",
            )
        ],
        others=("kpi:seo_leads", "kra:K_seo", "kra:K_shop"),
    ),
    Broken(
        "R007", "kri:keyword_saturation", "owner: [ben, ana]", [(SEA_KRI, SEA_KRI.replace("}", ", owner: [ben, ana]}"))]
    ),
    Broken(
        "R007",
        "kri:index_bis",
        "{id: index_bis",
        [(SEA_KRI, f"{SEA_KRI}\n      - {{id: index_bis, use: index_loss, threatens: [sea_leads]}}")],
        others=("kra:K_seo", "kra:K_sea"),
    ),
    Broken(
        "R008",
        "ground:channel",
        '- {channel: "*"}',
        [("channel: [seo, sea, shop]", "channel: [seo, sea, shop, sms]")],
        details={"cells": [{"ground": "channel", "value": ["sms"], "market": ["fr", "be"]}]},
    ),
    Broken("R008", "ground:budget", "- {id: reserve,", [(", {budget: reserve}", "")]),
    Broken("R009", "kra:K_shop", "- id: K_shop", [("    limits: [Pas le trafic]\n", "")]),
    Broken("R010", "kra:K_shop", "- id: K_shop", [("name: Cléo, deputy: ana", "name: Cléo")]),
    Broken(
        "R011",
        "kra:K_shop",
        "    owner: cleo",
        [("name: Cléo, deputy: ana", "name: Cléo, deputy: ana, external: true")],
    ),
    Broken("R012", "person:cleo", "name: Cléo", [(LINT[0], LINT[1] % "kpis_per_person: 3")]),
    Broken(
        "R013",
        "kra:K_sea",
        "{budget: [reserve, ads]}",
        [("{budget: reserve}", "{budget: [reserve, ads]}")],
        others=("kra:K_shop",),
    ),
    Broken("R014", "kra:K_seo", "- {to: K_shop", [(", when: sous 2 jours", "")]),
    Broken("R015", "kra:K_shop", "    owner: cleo", [("name: Cléo,", "name: Cléo, to: 2027-06-30,")]),
    Broken(
        "R016",
        "overlap_rule:inutile",
        "- {id: inutile",
        new_line(
            "    review_on: 2027-10-01\n",
            "  - {id: inutile, between: [K_seo, K_shop], where: {asset: blog}, rule: Rien, review_on: 2027-10-01}",
        ),
    ),
    Broken("R017", "kra:K_sea", "reviewer: ben", [("reviewer: dan", "reviewer: ben")]),
    Broken("R018", "kra:K_sea", "contributors:", [("contributors: [eve]", "contributors: [eve, dan, ana, cleo]")]),
    Broken("R020", "kra:K_new", "territory: []", new_kra(("territory: [{stage: retour}]", "territory: []"))),
    Broken("K001", "kra:K_shop", "mission: Publier", [("Transformer les visites en commandes", "Publier 40 fiches")]),
    Broken("K001", "kra:K_shop", "d’ici juin", [("Transformer les visites en commandes", "Vendre mieux d’ici juin")]),
    Broken("K002", "kra:K_shop", "name: Boutique +10 %", [("name: Boutique\n", "name: Boutique +10 %\n")]),
    Broken("K003", "kra:K_new", "serves: []", new_kra(("serves: [O1]", "serves: []"))),
    Broken("K004", "objective:O3", "- id: O3", [("serves: [O1, O3]", "serves: [O1]")]),
    Broken(
        "K005", "kra:K_seo", "- id: K_seo", [("    kris:\n      - {use: index_loss, threatens: [sessions_all]}\n", "")]
    ),
    Broken("K006", "kra:K_shop", "    kpis:", [(LINT[0], LINT[1] % "kpis_per_kra: 3")], nth=3),
    Broken(
        "K007",
        "kra:K_new",
        "    kpis:",
        new_kpi("{use: repeat_12m, params: {age_months: 12}, baseline: 0.12, target: 0.14, due: 2027-12-31}"),
        nth=4,
    ),
    Broken("K008", "kra:K_new", "    kpis:", new_kpi("{use: sea_impressions}"), nth=4),
    Broken(
        "K009",
        "kra:K_new",
        "kpis: []",
        new_kra(("kpis: [{use: content_leads, baseline: 10, target: 13, due: 2027-12-31}]", "kpis: []")),
    ),
    Broken(
        "K011",
        "kra:K_new",
        "    kpis:",
        new_kpi("{use: organic_clicks_nonbrand, baseline: 10, target: 13, due: 2027-12-31}"),
        nth=4,
    ),
    Broken(
        "S001",
        "kpi:aov",
        "{use: aov",
        [("{use: aov, baseline: 50, target: 52, due", "{use: aov, baseline: 50, due")],
        details={"missing": ["target"]},
    ),
    Broken(
        "S001", "objective:O3", "result: {use: csat", [("result: {use: csat, baseline: 0.86,", "result: {use: csat,")]
    ),
    Broken("S002", "kpi:csat", "target: 0.8,", [(CSAT, CSAT.replace("target: 0.9", "target: 0.8"))]),
    Broken("S003", "kpi:csat", "target: 90,", [(CSAT, CSAT.replace("target: 0.9", "target: 90"))]),
    Broken("S006", "kpi:csat", "target: 0.88", [(CSAT, CSAT.replace("0.86, target: 0.9", "0.8, target: 0.88"))]),
    Broken(
        "S007", "kpi:avg_position", "{use: avg_position", new_kpi("{use: avg_position, target: 11, due: 2027-12-31}")
    ),
    Broken("S011", "kpi:csat", "due: 2027-07-14", [(CSAT, CSAT.replace("2027-12-31", "2027-07-14"))]),
    Broken("S012", "kpi:sea_leads", "{id: sea_leads", [(", guardrail: csat, rationale", ", rationale")]),
    Broken(
        "S013",
        "kpi:ticket_sla",
        "        targets:",
        new_line(
            "reason: Équipe renforcée, target: 0.8, due: 2027-12-31}\n",
            "          - {decided_on: 2027-05-03, author: dan, reason: Deux départs, target: 0.79, due: 2027-12-31}",
        ),
    ),
    Broken("S014", "kpi:csat", "due: 2028-03-31", [(CSAT, CSAT.replace("2027-12-31", "2028-03-31"))]),
    Broken(
        "S015",
        "kpi:ticket_sla",
        "author: dan, target: 0.8,",
        [("reason: Équipe renforcée, ", "")],
        details={"missing": ["reason"]},
    ),
    Broken("M001", "kpi:maison", "{id: maison", new_kpi(own("(lp_cvr + form_completion) / 2", "ratio"))),
    Broken("M002", "kpi:maison", "{id: maison", new_kpi(own("users_active + users_returning", "count"))),
    Broken(
        "M003",
        "objective:O2",
        "    cascade:",
        [("target: 377", "target: 400")],
        details={"gap": "-23", "field": "target"},
    ),
    Broken("M004", "objective:O1", "cascade: {mode: product", [("target: 1190.28", "target: 1300")]),
    Broken("M005", "kra:K_seo", "    kpis:", [("weight: 0.5, guardrail", "weight: 0.4, guardrail")]),
    Broken(
        "M005",
        "objective:O3",
        "cascade: {mode: weighted",
        [("{kra: K_sea, weight: 0.6}", "{kra: K_sea, weight: 0.5}")],
    ),
    Broken(
        "M006",
        "kra:K_shop",
        "{use: rpv",
        new_line(f"{CSAT}\n", "      - {use: rpv, baseline: 1, target: 1.08, due: 2027-12-31}"),
        others=("kpi:cvr_order", "kpi:aov"),
    ),
    Broken(
        "M007",
        "milestone:M1",
        "- {id: M1",
        [("needed_by: [K_sea], status", "needed_by: [K_sea], needs: [M2], status")],
        others=("milestone:M2",),
    ),
    Broken(
        "M007", "milestone:M1", "- {id: M1", [("needed_by: [K_sea], status", "needed_by: [K_sea], needs: [A2], status")]
    ),
    Broken("M009", "plan", "total: 110", [("total: 100", "total: 110")]),
    Broken("M010", "plan", "seasonality:", [("dec: 0.09", "dec: 0.08")]),
    Broken(
        "M011",
        "objective:O2",
        "    cascade:",
        [
            ("{kpi: sea_leads}]", "{kpi: sea_leads}, {objective: O1}]"),
            (
                LINT[0] + "  waivers:\n",
                LINT[0]
                + '  waivers:\n    - {code: M015, subject: "objective:O2", reason: Vu, by: dan, until: 2027-12-31}\n',
            ),
        ],
    ),
    Broken("M012", "kpi:maison", "{id: maison", new_kpi(own("avg(lp_cvr)", "ratio"))),
    Broken("M013", "kpi:maison", "{id: maison", new_kpi(own("revenue + leads", "EUR"))),
    Broken(
        "M014",
        "objective:O2",
        "    cascade:",
        [("{id: sea_leads, use: leads, filter: {channel: sea}", "{id: sea_leads, use: leads")],
    ),
    Broken(
        "M015", "objective:O2", "    cascade:", [("{id: seo_leads, use: leads", "{id: seo_leads, use: content_leads")]
    ),
    Broken("D006", "kpi:csat", "use: csta", [(CSAT, CSAT.replace("{use: csat", "{id: csat, use: csta"))], near="csat"),
    Broken(
        "D006",
        "kri:panne",
        "formula: payments_faild",
        [("payments_failed / payments_attempted", "payments_faild / payments_attempted")],
        near="payments_failed",
    ),
    Broken("D006", "event:bascule", "measures: [order]", [("measures: [orders]", "measures: [order]")], near="orders"),
    Broken(
        "A001",
        "action:A2",
        "touches: [{channel: shop, market: fr}]",
        [("[{asset: guides}]\n", "[{channel: shop, market: fr}]\n")],
    ),
    Broken("A001", "action:A2", "    kpi: aov", [("    kpi: seo_leads\n", "    kpi: aov\n")]),
    Broken("A002", "action:A2", "- id: A2", [("    expect: {abs: 12}\n", "")]),
    Broken("A003", "action:A2", "effect_design: none", [("effect_design: page_group_control", "effect_design: none")]),
    Broken(
        "A004",
        "action:A3",
        "- {id: A3",
        new_line(
            "    after: Étendre ou arrêter\n",
            "  - {id: A3, name: Titres, kra: K_seo, kpi: sessions_all, start: 2027-06-01, end: 2027-06-30, "
            "expect: {rel: 0.02}, effect_design: page_group_control, touches: [{asset: guides}], after: Voir}",
        ),
        others=("action:A2",),
    ),
    Broken(
        "A005", "action:A1", "start: 2027-02-01", [("date: 2027-08-10", "date: 2027-01-25")], others=("event:bascule",)
    ),
    Broken("A006", "action:A2", "- id: A2", [("    after: Étendre ou arrêter\n", "")], details={"missing": ["after"]}),
    Broken("A008", "action:A1", "- id: A1", [("    outcome: {verdict: positive, rel: 0.04}\n", "")]),
    Broken("X001", "kri:panne", "- id: panne", [("        limit: 0.15\n", "")], details={"missing": ["limit"]}),
    Broken(
        "X002",
        "kri:device_mix_shift",
        "{use: device_mix_shift",
        [("{use: index_loss,", "{use: device_mix_shift,")],
        others=("kpi:sessions_all",),
    ),
    Broken("X006", "kri:keyword_saturation", "threatens: []", [(SEA_KRI, "{use: keyword_saturation, threatens: []}")]),
    Broken("X007", "kri:panne", "limit: 0.05", [("limit: 0.15", "limit: 0.05")]),
    Broken("Z001", "decision:D1", "- id: D1", [("    evidence: [A1]\n", "")], details={"missing": ["evidence"]}),
    Broken(
        "Z003",
        "decision:D1",
        "review_on: 2027-05-10",
        [("    outcome: {verdict: good, seen_on: 2027-05-10}\n", "")],
    ),
    Broken("Z004", "waiver:K008", "- {code: K008", [("by: dan, until: 2027-12-31", "by: dan, until: 2027-05-31")]),
    Broken("Z004", "waiver:R004", "- {code: R004", [("- {code: K008", "- {code: R004")]),
]
