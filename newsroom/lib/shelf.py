"""A shelf of so many bytes: what was asked for longest ago is thrown out first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Protocol


class Weighed(Protocol):
    """What knows how many bytes of memory it takes, about."""

    @property
    def size(self) -> int: ...


class Shelf[Thing: Weighed]:
    """Things by their key, no more of them than `most` where that is said."""

    def __init__(self, most_bytes: int, most: int | None = None) -> None:
        self.most_bytes = most_bytes
        self._most = most
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._things)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return self._bytes

    def get(self, key: Hashable) -> Thing | None:
        """Return the thing, which from now on is the last to go."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keep the thing, or weigh it again once it takes more; throw out others for it."""
        with self._lock:
            self._take_out(key)
            size = thing.size
            self._things[key] = thing, size
            self._bytes += size
            while self._bytes > self.most_bytes or (self._most is not None and len(self._things) > self._most):
                self._take_out(next(iter(self._things)))

    def drop(self, key: Hashable, thing: Thing) -> None:
        """Throw the thing out, unless another stands in its place by now."""
        with self._lock:
            if (found := self._things.get(key)) and found[0] is thing:
                self._take_out(key)

    def clear(self) -> None:
        """Throw everything out."""
        with self._lock:
            self._things.clear()
            self._bytes = 0

    def _take_out(self, key: Hashable) -> None:
        if found := self._things.pop(key, None):
            self._bytes -= found[1]
