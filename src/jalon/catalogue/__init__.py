"""The knowledge of the field as data: measures, KPIs, KRIs, roles, dated events, calendar, and the formula grammar."""

from jalon.catalogue.indicators import CatalogueKpi, CatalogueKri, kpis, kris
from jalon.catalogue.measures import Measure, measures
from jalon.catalogue.roles import RoleTemplate, roles

__all__ = ["CatalogueKpi", "CatalogueKri", "Measure", "RoleTemplate", "kpis", "kris", "measures", "roles"]
