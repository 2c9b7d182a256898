"""Pillow as a contender: one request per line of JSON on standard input, one response per line on standard output.

Contenders/Protocol.cs describes them. The time in a response is this process's own wall time.
"""
import io
import json
import os
import sys
import time

import PIL
from PIL import Image, ImageOps

FORMATS = {"jpeg": "JPEG", "webp": "WEBP", "png": "PNG"}


def render(path, target):
    with Image.open(path) as image:
        width = target["width"]
        height = target.get("height") or max(1, round(image.height * width / image.width))
        # Pillow's own shrink on load for JPEG, which its documentation recommends for fast thumbnails.
        image.draft("RGB", (width, height))
        upright = ImageOps.exif_transpose(image)
        resized = upright.resize((width, height), Image.LANCZOS)
        if target["format"] == "jpeg" and resized.mode != "RGB":
            resized = resized.convert("RGB")
        out = io.BytesIO()
        settings = {} if target["format"] == "png" else {"quality": target["quality"]}
        if target.get("effort") is not None:
            settings["method"] = target["effort"]
        resized.save(out, FORMATS[target["format"]], **settings)
        return out.getvalue()


def respond(request):
    if request["operation"] == "version":
        return {"version": f"Pillow {PIL.__version__} (Python {sys.version.split()[0]})"}
    if request["operation"] != "one":
        return {"error": f"Pillow's script does not support the operation '{request['operation']}'"}
    target = request["targets"][0]
    start = time.perf_counter()
    data = render(request["inputs"][0], target)
    milliseconds = (time.perf_counter() - start) * 1000
    if request.get("output"):
        with open(os.path.join(request["output"], f"{target['name']}.{target['format']}"), "wb") as file:
            file.write(data)
    return {"milliseconds": milliseconds, "bytes": len(data)}


for line in sys.stdin:
    try:
        reply = respond(json.loads(line))
    except Exception as error:  # Any error goes to the other side, which reports it.
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
