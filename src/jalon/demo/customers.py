"""What customers of the simulated company say and ask: tickets, satisfaction, reviews, e-mail, consent, speed."""

from __future__ import annotations

from datetime import date

import numpy as np

from jalon.demo.figures import Figures
from jalon.demo.rhythm import OFFICE_WEEK, SHOP_MONTHS, Days, Series, portion, shape
from jalon.demo.sales import Sales
from jalon.demo.traffic import Traffic

Cells = dict[tuple[str, ...], dict[str, Series]]


def customer_figures(days: Days, sales: Sales, traffic: Traffic, random: np.random.Generator) -> list[Figures]:
    """Every table about customers, in the form their tools would give."""
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    streams = iter(random.spawn(20))  # a figure that changes moves no other
    return [
        _tickets(days, sales, slow, next(streams)),
        _survey(days, slow, next(streams)),
        _reviews(days, next(streams)),
        _emails(days, slow, next(streams)),
        _postmaster(days, next(streams)),
        _consent(days, traffic, next(streams)),
        _speed(days, next(streams)),
        _own_loads(days, traffic, next(streams)),
    ]


def _tickets(days: Days, sales: Sales, slow: Series, random: np.random.Generator) -> Figures:
    orders = np.asarray(sum(sales.orders.values()))
    tickets = random.poisson(np.convolve(orders, np.ones(5) / 5, mode="same") * 0.26 + 2).astype(np.float64)
    quick = 0.78 + 0.145 * np.clip(np.array([(day - date(2026, 2, 2)).days / 120 for day in days.days]), 0, 1)
    answers = portion(random, tickets, 0.42)
    solved = portion(random, tickets, 0.97)
    backlog = np.floor(12 + 0.6 * tickets + random.poisson(3, len(tickets)))
    cell = {
        "tickets": tickets,
        "tickets_sla": portion(random, tickets, quick),
        "tickets_solved": solved,
        "tickets_open": backlog,
        "csat_answers": answers,
        "csat_satisfied": portion(random, answers, 0.86 + 0.062 * slow),
    }
    cells: Cells = {(): cell}
    return Figures("csv_tickets", "csv_tickets-support", (), cells, stocks=frozenset({"tickets_open"}))


def _survey(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    answers = random.poisson(7_800 * shape(days, SHOP_MONTHS, OFFICE_WEEK, 0.3, 0.0)).astype(np.float64)
    promoters = portion(random, answers, 0.52 + 0.066 * slow)
    detractors = portion(random, answers - promoters, 0.29 - 0.055 * slow)
    cells: Cells = {(): {"nps_answers": answers, "nps_promoters": promoters, "nps_detractors": detractors}}
    return Figures("csv_survey", "csv_survey-nps", (), cells)


def _reviews(days: Days, random: np.random.Generator) -> Figures:
    reviews = random.poisson(1_900 / 365, len(days.days)).astype(np.float64)
    points = np.array([random.choice([5, 4, 3, 2, 1], int(n), p=[0.58, 0.27, 0.08, 0.03, 0.04]).sum() for n in reviews])
    cells: Cells = {(): {"reviews": reviews, "review_points": points.astype(np.float64)}}
    return Figures("csv_reviews", "csv_reviews-avis", (), cells)


def _emails(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    sends = np.where(np.isin(days.weekday, (1, 3)), 31_000 + 2_500 * slow, 0.0)
    sent = np.floor(sends * random.lognormal(0, 0.02, len(sends)))
    delivered = portion(random, sent, 0.985)
    size = np.floor(52_000 + 6_000 * days.share_of_year(date(2024, 1, 1)))
    active = np.floor(size * (0.46 - 0.012 * days.share_of_year(date(2024, 1, 1))))
    cell = {
        "emails_sent": sent,
        "emails_delivered": delivered,
        "email_complaints": portion(random, delivered, 0.0006),
        "email_unsubscribes": portion(random, delivered, 0.0018),
        "list_size": size,
        "list_active": active,
    }
    cells: Cells = {(): cell}
    return Figures("csv_email", "csv_email-envois", (), cells, stocks=frozenset({"list_size", "list_active"}))


def _postmaster(days: Days, random: np.random.Generator) -> Figures:
    rate = np.round(0.0006 * random.lognormal(0, 0.18, len(days.days)), 5)
    cells: Cells = {("kervoal.example",): {"postmaster_spam_rate": rate}}
    places = {"postmaster_spam_rate": 5}
    return Figures("csv_postmaster", "csv_postmaster-gmail", ("by_sending_domain",), cells, places=places)


def _consent(days: Days, traffic: Traffic, random: np.random.Generator) -> Figures:
    visits = np.asarray(sum(volume for (business, _), volume in traffic.sessions.items() if business == "b2c"))
    prompts = np.floor(visits * 0.54)
    cells: Cells = {(): {"consent_prompts": prompts, "consent_accepts": portion(random, prompts, 0.71)}}
    return Figures("csv_consent", "csv_consent-bandeau", (), cells)


def _speed(days: Days, random: np.random.Generator) -> Figures:
    """Share of good loads over 28 rolling days, published by day."""
    better = np.clip(np.array([(day - date(2026, 2, 1)).days / 140 for day in days.days]), 0, 1)
    share = np.round(0.62 + 0.19 * better + random.normal(0, 0.003, len(days.days)), 4)
    cells: Cells = {(): {"crux_good_lcp": share}}
    return Figures("crux", "crux-origine", (), cells, places={"crux_good_lcp": 4})


def _own_loads(days: Days, traffic: Traffic, random: np.random.Generator) -> Figures:
    visits = np.asarray(sum(volume for (business, _), volume in traffic.sessions.items() if business == "b2c"))
    loads = np.floor(visits * 1.9)
    better = np.clip(np.array([(day - date(2026, 2, 1)).days / 140 for day in days.days]), 0, 1)
    cells: Cells = {(): {"cwv_urls": loads, "cwv_good_lcp": portion(random, loads, 0.64 + 0.18 * better)}}
    return Figures("rum", "rum-chargements", (), cells)
