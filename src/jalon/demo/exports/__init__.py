"""The simulated company written as its tools would export it, delivery by delivery."""

from jalon.demo.exports.delivery import Delivery
from jalon.demo.exports.folder import write_drop, write_exports

__all__ = ["Delivery", "write_drop", "write_exports"]
