"""Looking up addresses: the port, what it answers, and its twins.

``TableAddresses`` searches the hub's own table and is the default. A hub with a national gazetteer
names another class in the setting ``ADDRESSES_ADAPTER``.
"""

from doneinone.adapters.addresses.memory import MemoryAddresses
from doneinone.adapters.addresses.port import AddressLookup, FoundAddress, address_lookup
from doneinone.adapters.addresses.table import TableAddresses

__all__ = [
    "AddressLookup",
    "FoundAddress",
    "MemoryAddresses",
    "TableAddresses",
    "address_lookup",
]
