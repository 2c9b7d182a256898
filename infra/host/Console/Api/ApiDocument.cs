using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pipeline.Host.Console.Http;

namespace Pipeline.Host.Console.Api;

/// <summary>The OpenAPI document of the JSON API.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, context, _) =>
    {
        document.Info.Title = "Image Pipeline, local host";
        document.Info.Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3);
        document.Info.Description =
            "Everything that the console shows: uploads, executions, images, announcements, the definition, and numbers. Errors are problem details (RFC 9457). "
            + "Percent-encode each segment of a key in a path. Times are ISO 8601 in UTC.";
        MoveKeyActions(document, context);
        return Task.CompletedTask;
    });

    /// <summary>Documents an action behind a key at its own path, although its route is that of the key.</summary>
    private static void MoveKeyActions(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        foreach (var description in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            var (keyPath, method) = ($"/{description.RelativePath?.Replace("{**", "{", StringComparison.Ordinal)}", new HttpMethod(description.HttpMethod!));
            if (description.ActionDescriptor.EndpointMetadata.OfType<KeyAction>().FirstOrDefault() is { } action
                && document.Paths[keyPath] is OpenApiPathItem { Operations: { } operations }
                && operations.Remove(method, out var operation))
            {
                document.Paths[keyPath + action.Path] = new OpenApiPathItem { Operations = new() { [method] = operation } };
            }
        }
    }
}
