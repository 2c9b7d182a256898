"""Uploads photos to the local host's HTTP API as a web page does, and follows each to its end. README.md says how to run it."""

import os
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from locust import HttpUser, between, events, task
from locust.exception import RescheduleTask

SAMPLE = Path(__file__).resolve().parents[2] / "statemachine" / "samples" / "photo.jpg"
CONTENT_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif",
    ".avif": "image/avif", ".heic": "image/heic", ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp",
}

# Both begin with the request for the form.
ACKNOWLEDGED = "acknowledged"  # The bucket has taken the form: the photo is safe.
ENDED = "ended"  # The API says that the image succeeded: every rendition is there.


@events.init_command_line_parser.add_listener
def add_options(parser):
    parser.add_argument("--photo", action="append", default=[], help="A photo to upload. Repeat it for others. Default: the sample photo.")
    parser.add_argument("--pause-min", type=float, default=1, help="Shortest pause of a user between two photos, in seconds.")
    parser.add_argument("--pause-max", type=float, default=3, help="Longest pause of a user between two photos, in seconds.")
    parser.add_argument("--api-wait", type=int, default=20, help="Seconds that the API may hold a question for the status (?wait=). 0 polls.")
    parser.add_argument("--give-up", type=float, default=120, help="Seconds after which a photo that has not ended is a failure.")


@events.init.add_listener
def prepare(environment, **_):
    # At the end of the run, every photo that was begun is followed to its end.
    if not environment.stop_timeout:
        environment.stop_timeout = environment.parsed_options.give_up


@events.quitting.add_listener
def report(environment, **_):
    print("\n| | photos | failures | median | p95 |\n| --- | ---: | ---: | ---: | ---: |")
    for name in (ACKNOWLEDGED, ENDED):
        entry = environment.stats.get(name, "photo")
        median, p95 = (entry.get_response_time_percentile(share) for share in (0.5, 0.95))
        print(f"| {name} | {entry.num_requests} | {entry.num_failures} | {median:.0f} ms | {p95:.0f} ms |")
    # A run without a photo that ended shows nothing.
    if environment.stats.get(ENDED, "photo").num_requests == 0:
        environment.process_exit_code = 1


class Uploader(HttpUser):
    """Uploads one photo after the other."""

    host = "http://localhost:8420"

    def wait_time(self):
        options = self.environment.parsed_options
        return between(options.pause_min, options.pause_max)(self)

    def on_start(self):
        self.photos = [Path(name) for name in self.environment.parsed_options.photo] or [SAMPLE]
        self.count = 0

    @task
    def upload(self):
        photo = self.photos[self.count % len(self.photos)]
        self.count += 1
        key = f"load/{uuid.uuid4().hex}{photo.suffix.lower()}"
        content_type = CONTENT_TYPES.get(photo.suffix.lower(), "application/octet-stream")
        content = make_unique(photo.read_bytes(), key)
        begin = time.perf_counter()
        try:
            form = self.request_form(key, content_type, len(content))
            self.send_form(form["upload"], photo.name, content, content_type)
            self.record(ACKNOWLEDGED, begin, len(content))
        except PhotoFailed as failure:
            self.record(ACKNOWLEDGED, begin, 0, failure)
            raise RescheduleTask() from failure

        try:
            self.follow(form["statusUrl"], begin + self.environment.parsed_options.give_up)
            self.record(ENDED, begin, len(content))
        except PhotoFailed as failure:
            self.record(ENDED, begin, 0, failure)

    def request_form(self, key, content_type, size):
        with self.client.post(
            "/v1/uploads", json={"key": key, "contentType": content_type, "size": size}, name="/v1/uploads", catch_response=True
        ) as response:
            return response.json() if response.status_code == 201 else fail(response, f"no form for {key}")

    def send_form(self, upload, name, content, content_type):
        with self.client.post(
            upload["url"], data=upload["fields"], files={"file": (name, content, content_type)}, name="the form", catch_response=True
        ) as response:
            if response.status_code not in (200, 201, 204):
                fail(response, "the bucket refused the form")
            response.success()

    def follow(self, status_url, until):
        wait = self.environment.parsed_options.api_wait
        query = f"{'&' if '?' in status_url else '?'}{urlencode({'wait': wait})}" if wait > 0 else ""
        while time.perf_counter() < until:
            with self.client.get(status_url + query, name="/v1/images/{key}", catch_response=True) as response:
                image = response.json() if response.headers.get("Content-Type", "").endswith("json") else {}
                # Right after the upload there is no record yet.
                is_unknown = response.status_code == 404 and image.get("code") == "imageNotFound"
                if response.status_code != 200 and not is_unknown:
                    fail(response, "no status")
                response.success()
                if image.get("status") == "succeeded":
                    return
                if not is_unknown and image["status"] != "processing":
                    raise PhotoFailed(f"the image is {image['status']}: {image.get('reason')}")
                time.sleep(float(response.headers.get("Retry-After", 1)))
        raise PhotoFailed("it has not ended in time")

    def record(self, name, begin, length, failure=None):
        self.environment.events.request.fire(
            request_type="photo", name=name, response_time=(time.perf_counter() - begin) * 1000, response_length=length,
            exception=failure, context=self.context(),
        )


class PhotoFailed(Exception):
    """The photo did not come to its end."""


def fail(response, what):
    """Counts the request and the photo as failures."""
    message = f"{what}: status {response.status_code}, {response.text[:300]}"
    response.failure(message)
    raise PhotoFailed(message)


def make_unique(content, text):
    """Puts a comment into a JPEG, so that no two uploads have the same content and could share a decode."""
    if not content.startswith(b"\xff\xd8"):
        return content
    comment = text.encode()
    return content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + content[2:]
