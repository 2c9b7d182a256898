using Microsoft.AspNetCore.OpenApi;

namespace Pipeline.Host.Console.Api;

/// <summary>The OpenAPI document of the JSON API.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Image Pipeline, local host";
        document.Info.Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3);
        document.Info.Description =
            "What the console shows: uploads, executions, images, announcements, definition, numbers. Errors are problem details (RFC 9457). "
            + "Keys in paths are percent-encoded by segment. Times are ISO 8601 in UTC.";
        return Task.CompletedTask;
    });
}
