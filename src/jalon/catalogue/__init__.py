"""The knowledge of the field as data: measures, KPIs, KRIs, roles, channels, events, calendar, formula grammar."""

from jalon.catalogue.channels import Channel, ChannelValue, channel_called, channel_values, channels, tool_habits
from jalon.catalogue.indicators import CatalogueKpi, CatalogueKri, kpis, kris
from jalon.catalogue.measures import Measure, measures
from jalon.catalogue.roles import RoleTemplate, roles

__all__ = [
    "CatalogueKpi",
    "CatalogueKri",
    "Channel",
    "ChannelValue",
    "Measure",
    "RoleTemplate",
    "channel_called",
    "channel_values",
    "channels",
    "kpis",
    "kris",
    "measures",
    "roles",
    "tool_habits",
]
