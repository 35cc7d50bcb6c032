"""A server that speaks as S3 does, over HTTP, with a bucket of a test's own."""

import socket
import subprocess
import sys
from contextlib import suppress
from typing import Self

import boto3

from newsroom.lib.bucket import ASKING
from tests.running import free_port, wait_until

BUCKET = "paper"


class BucketServer:
    """One server, on a port of its own, that keeps what it has in memory."""

    def __init__(self) -> None:
        self.port = port = free_port()
        self.url = f"s3+http://key:a%2Fsecret@127.0.0.1:{port}/{BUCKET}?region=eu-west-3"
        self._command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        self.client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="eu-west-3",
            aws_access_key_id="key",
            aws_secret_access_key="a/secret",
            config=ASKING,
        )

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._listens, 60)
        self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        return self

    def __exit__(self, *error: object) -> None:
        self.client.close()
        self._process.terminate()
        self._process.wait(30)

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def names(self) -> list[str]:
        """Return the names of all that lies in the bucket."""
        return sorted(one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)

    def empty(self) -> None:
        for key in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=key)
