using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Http.Contracts;
using Pipeline.Http.Routes;

namespace Pipeline.Http.OpenApi;

/// <summary>Describes the API in OpenAPI 3.1, with schemas generated from the contracts. It is the same in both hosts.</summary>
/// <seealso href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI Specification 3.1.1</seealso>
public static class OpenApiDocument
{
    /// <summary>The document as text.</summary>
    public static string Text { get; } = Create().ToJsonString(new JsonSerializerOptions(HttpJson.Default.Options) { WriteIndented = true });

    /// <summary>Creates the document.</summary>
    public static JsonObject Create() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "Image Pipeline",
            ["version"] = "1",
            ["description"] = "Upload images, ask what became of them, and get their renditions.",
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
        ["paths"] = new JsonObject
        {
            [ApiPaths.Uploads] = new JsonObject { ["post"] = CreateUpload() },
            [ApiPaths.Images] = new JsonObject { ["get"] = CreateList(), ["delete"] = CreateDeletion(byPath: false) },
            [$"{ApiPaths.Images}/{{key}}"] = new JsonObject { ["get"] = CreateImage(), ["delete"] = CreateDeletion(byPath: true) },
            [$"{ApiPaths.Redirects}/{{path}}"] = new JsonObject { ["get"] = CreateRedirect() },
        },
        ["components"] = new JsonObject { ["schemas"] = Schemas.Create() },
    };

    private static JsonObject CreateUpload() => new()
    {
        ["operationId"] = "createUpload",
        ["summary"] = "Get a form that uploads one image",
        ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(nameof(UploadRequest)) },
        ["responses"] = Responses(
            ("201", Response("How to upload.", nameof(UploadResponse))),
            ("400", Problem("The request is not valid.")),
            ("413", Problem("The file is too large.")),
            ("415", Problem("The media type is not one of an image that can be processed."))),
    };

    private static JsonObject CreateImage() => new()
    {
        ["operationId"] = "getImage",
        ["summary"] = "What became of an image",
        ["parameters"] = new JsonArray(
            Key(),
            Parameter("query", "wait", "Seconds to wait at most for the end of an upload under way. Ignored where requests do not wait.",
                new() { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = (int)ApiOptions.LongestWait.TotalSeconds }),
            Parameter("header", "If-None-Match", "Entity tag of the response that the client has.", AnyText())),
        ["responses"] = Responses(
            ("200", Response("The image. While it is processed, Retry-After says when to ask again.", nameof(ImageResponse), "ETag", "Retry-After")),
            ("304", new() { ["description"] = "The client's response is current." }),
            ("400", Problem("The request is not valid.")),
            ("404", Problem("There is no such image, or no record of it yet."))),
    };

    private static JsonObject CreateList() => new()
    {
        ["operationId"] = "listImages",
        ["summary"] = "Images of one status, or below a prefix; with the parameter key, one image",
        ["parameters"] = new JsonArray(
            Parameter("query", "status", "Lists images of this status, last changed first.",
                new() { ["type"] = "string", ["enum"] = new JsonArray("processing", "rejected", "failed", "quarantined") }),
            Parameter("query", "prefix", "Lists images whose keys begin with this, in the order of their keys.", AnyText()),
            Parameter("query", "cursor", "Where the page begins: the cursor of the page before.", AnyText()),
            Parameter("query", "limit", "Maximum number of images.", new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 100, ["default"] = 50 }),
            Parameter("query", "key", "Answers as getImage does, for keys that a path cannot carry.", AnyText())),
        ["responses"] = Responses(
            ("200", new()
            {
                ["description"] = "A page of images, or with the parameter key one image.",
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["oneOf"] = new JsonArray(Schemas.Refer(nameof(ImageListResponse)), Schemas.Refer(nameof(ImageResponse))) },
                    },
                },
            }),
            ("400", Problem("The request is not valid."))),
    };

    private static JsonObject CreateDeletion(bool byPath) => new()
    {
        ["operationId"] = byPath ? "deleteImage" : "deleteImageByKey",
        ["summary"] = "Delete an image; its renditions are removed shortly after",
        ["parameters"] = new JsonArray(byPath ? Key() : Parameter("query", "key", "Key of the image.", AnyText(), isRequired: true)),
        ["responses"] = Responses(
            ("204", new() { ["description"] = "The image is deleted, or there was none." }),
            ("400", Problem("The request is not valid.")),
            ("404", Problem("The image is not one of the caller's."))),
    };

    private static JsonObject CreateRedirect() => new()
    {
        ["operationId"] = "redirectToRendition",
        ["summary"] = "The current content of a rendition, at a stable address",
        ["parameters"] = new JsonArray(Parameter("path", "path", "Key of the image, a slash and the name of the rendition. It may have slashes.", AnyText(), isRequired: true)),
        ["responses"] = Responses(
            ("302", new()
            {
                ["description"] = "The rendition is at this address, whose content never changes.",
                ["headers"] = Headers("Location", "Cache-Control"),
            }),
            ("400", Problem("The request is not valid.")),
            ("404", Problem("There is no such image or rendition."))),
    };

    private static JsonObject Key() => Parameter("path", "key", "Key of the image. It may have slashes.", AnyText(), isRequired: true);

    private static JsonObject AnyText() => new() { ["type"] = "string" };

    private static JsonObject Parameter(string place, string name, string description, JsonObject schema, bool isRequired = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["description"] = description, ["schema"] = schema };
        if (isRequired)
        {
            parameter["required"] = true;
        }

        return parameter;
    }

    private static JsonObject Responses(params ReadOnlySpan<(string Status, JsonObject Response)> responses)
    {
        var all = new JsonObject();
        foreach (var (status, response) in responses)
        {
            all[status] = response;
        }

        return all;
    }

    private static JsonObject Response(string description, string schema, params string[] headers)
    {
        var response = new JsonObject { ["description"] = description, ["content"] = Json(schema) };
        if (headers.Length > 0)
        {
            response["headers"] = Headers(headers);
        }

        return response;
    }

    private static JsonObject Problem(string description) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Schemas.Refer(nameof(ProblemDocument)) } },
    };

    private static JsonObject Headers(params string[] names)
    {
        var headers = new JsonObject();
        foreach (var name in names)
        {
            headers[name] = new JsonObject { ["schema"] = AnyText() };
        }

        return headers;
    }

    private static JsonObject Json(string schema) => new() { ["application/json"] = new JsonObject { ["schema"] = Schemas.Refer(schema) } };
}
