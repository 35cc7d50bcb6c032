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
        # Without the lock, which takes longer than all the rest: no other thread comes into the middle of either step.
        try:
            self._things.move_to_end(key)
            return self._things[key][0]
        except KeyError:
            # Never there, or thrown out meanwhile.
            return None

    def put(self, key: Hashable, thing: Thing) -> None:
        """Keep the thing, or weigh it again once it takes more; throw out others for it."""
        with self._lock:
            _before, weighed = self._things.get(key, (None, 0))
            size = thing.size
            # In one step, as whoever gets it holds no lock.
            self._things[key] = thing, size
            self._things.move_to_end(key)
            self._bytes += size - weighed
            while self._bytes > self.most_bytes or (self._most is not None and len(self._things) > self._most):
                _key, (_thing, size) = self._things.popitem(last=False)
                self._bytes -= size

    def drop(self, key: Hashable, thing: Thing) -> None:
        """Throw the thing out, unless another stands in its place by now."""
        with self._lock:
            if (found := self._things.get(key)) and found[0] is thing:
                del self._things[key]
                self._bytes -= found[1]

    def clear(self) -> None:
        """Throw everything out."""
        with self._lock:
            self._things.clear()
            self._bytes = 0
