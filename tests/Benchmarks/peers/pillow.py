"""Pillow as a contender: one request a line of JSON on standard input, one answer a line on standard output.

See Contenders/Protocol.cs for what they hold. The time of an answer is this process's own wall time.
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
        # Pillow's own shrink on load, for JPEG; its documentation's way to make thumbnails fast.
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


def answer(request):
    if request["operation"] == "version":
        return {"version": f"Pillow {PIL.__version__} (Python {sys.version.split()[0]})"}
    if request["operation"] != "one":
        return {"error": f"Pillow's script knows no operation {request['operation']}"}
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
        reply = answer(json.loads(line))
    except Exception as error:  # Whatever it is, the other side tells it by name.
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
