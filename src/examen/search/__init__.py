"""Search: finding cases and questions by words and by what they are, in an index of the bank."""

from examen.search.finding import ORDERS, Found, Hit, Range, Wanted, search

__all__ = ["ORDERS", "Found", "Hit", "Range", "Wanted", "search"]
