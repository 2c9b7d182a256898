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
            "Everything that the console shows: uploads, executions, images, announcements, the definition, and numbers. Errors are problem details (RFC 9457). "
            + "Percent-encode each segment of a key in a path. Times are ISO 8601 in UTC.";
        return Task.CompletedTask;
    });
}
