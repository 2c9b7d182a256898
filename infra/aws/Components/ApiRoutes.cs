using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.ApiGatewayV2;
using Pulumi.Aws.Lambda;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">The stack's configuration, with an API.</param>
/// <param name="Api">The API that gets the routes.</param>
/// <param name="Archive">Zip of all functions.</param>
/// <param name="Buckets">The uploads bucket.</param>
/// <param name="Catalogue">Records.</param>
/// <param name="RenditionsUrl">Address below which renditions are delivered, with a slash at its end; null if they are not.</param>
internal sealed record ApiRoutesArgs(
    PipelineContext Context, PipelineSettings Settings, HttpApi Api, Archive Archive, ImageBuckets Buckets, ImageCatalogue Catalogue, Output<string>? RenditionsUrl);

/// <summary>The routes of the HTTP API, and for each its function with the role that it needs.</summary>
internal sealed class ApiRoutes : ComponentResource
{
    /// <summary>MB. The functions wait for S3 and DynamoDB.</summary>
    private const int Memory = 512;

    /// <summary>Seconds of a call that does not wait for an outcome.</summary>
    private const int Timeout = 15;

    /// <summary>Seconds of a call that may wait, less than the 30 after which API Gateway gives up.</summary>
    private const int WaitTimeout = 28;

    /// <summary>Seconds that a request may wait.</summary>
    private const int Wait = 20;

    private readonly ApiRoutesArgs _args;

    public ApiRoutes(string name, ApiRoutesArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:ApiRoutes", name, options)
    {
        _args = args;
        var permissions = new FunctionPermissions(args.Context, args.Buckets, args.Catalogue, args.Settings);
        var image = permissions.ApiImage;
        var waits = args.Settings.Api!.ReservedConcurrency;
        Create("upload", "CreateUpload", permissions.ApiUpload, KeyVariables(), "POST /v1/uploads");
        Create("image", "GetImage", image, [Table, .. waits is null ? [] : new[] { Number(FunctionEnvironment.ApiWait, Wait) }], waits, "GET /v1/images/{key+}");
        Create("list", "ListImages", permissions.ApiList, [Table], "GET /v1/images");
        // Keys that a path cannot carry are a parameter.
        Create("delete", "DeleteImage", permissions.ApiDelete, [], "DELETE /v1/images/{key+}", "DELETE /v1/images");
        Create("redirect", "Redirect", image, [Table], "GET /v1/i/{path+}");
        Create("openapi", "GetOpenApi", [], [], "GET /v1/openapi.json");
        RegisterOutputs(new Dictionary<string, object?>());
    }

    private (string, Input<string>) Table => (FunctionEnvironment.Table, _args.Catalogue.Table);

    private void Create(string name, string method, IReadOnlyList<PolicyStatement> permissions, IEnumerable<(string Name, Input<string> Value)> variables, params string[] routes) =>
        Create(name, method, permissions, variables, waits: null, routes);

    private void Create(
        string name, string method, IReadOnlyList<PolicyStatement> permissions, IEnumerable<(string Name, Input<string> Value)> variables, int? waits, params string[] routes)
    {
        var (context, settings, api) = (_args.Context, _args.Settings, _args.Api);
        var function = new PipelineFunction($"api-{name}", new(
            context, method, _args.Archive, CommonVariables().Concat(variables).ToDictionary(variable => variable.Name, variable => variable.Value), permissions,
            new(Memory, waits is null ? Timeout : WaitTimeout, waits, null), settings.Functions.Architecture, SnapStart: false, HasAlias: false, settings.Logs, Assembly: "Api"),
            new ComponentResourceOptions { Parent = this });
        var integration = new Integration(context.NameOf($"api-{name}"), new IntegrationArgs
        {
            ApiId = api.Id,
            IntegrationType = "AWS_PROXY",
            IntegrationMethod = "POST",
            IntegrationUri = function.InvokeArn,
            PayloadFormatVersion = "2.0",
        }, new CustomResourceOptions { Parent = this });
        foreach (var (route, i) in routes.Select((route, i) => (route, i)))
        {
            var logicalName = context.NameOf(i == 0 ? $"api-{name}" : $"api-{name}-{i + 1}");
            var permission = new Permission(logicalName, new PermissionArgs
            {
                Action = "lambda:InvokeFunction",
                Function = function.FunctionName,
                Principal = "apigateway.amazonaws.com",
                // Any stage, and the method and path of the route, with a wildcard for its parameter.
                SourceArn = Output.Format($"{api.ExecutionArn}/*/{ToArnPath(route)}"),
            }, new CustomResourceOptions { Parent = this, DependsOn = { function } });
            _ = new Route(logicalName, new RouteArgs
            {
                ApiId = api.Id,
                RouteKey = route,
                Target = Output.Format($"integrations/{integration.Id}"),
                AuthorizationType = api.AuthorizationType,
                AuthorizerId = api.AuthorizerId is { } authorizer ? (Input<string>)authorizer : null,
            }, new CustomResourceOptions { Parent = this, DependsOn = { permission } });
        }
    }

    /// <summary><c>GET /v1/images/{key+}</c> in an ARN: <c>GET/v1/images/*</c>.</summary>
    private static string ToArnPath(string route) => route.Split('{')[0].Replace(" ", "", StringComparison.Ordinal) + (route.Contains('{', StringComparison.Ordinal) ? "*" : "");

    private IEnumerable<(string Name, Input<string> Value)> CommonVariables()
    {
        yield return (FunctionEnvironment.PipelineName, _args.Context.Name);
        yield return (FunctionEnvironment.UploadsBucket, _args.Buckets.Uploads);
        yield return Number(FunctionEnvironment.MaxBytes, _args.Settings.Limits.MaxBytes);
        yield return (FunctionEnvironment.CallerPrefix, _args.Settings.Api!.HasCallerPrefix ? "true" : "false");
        if (_args.RenditionsUrl is { } url)
        {
            yield return (FunctionEnvironment.RenditionsUrl, url);
        }
    }

    /// <summary>Which keys are images, so that a form is not signed for others.</summary>
    private IEnumerable<(string Name, Input<string> Value)> KeyVariables()
    {
        var keys = _args.Settings.Keys;
        if (keys.Prefix is { Length: > 0 } prefix)
        {
            yield return (FunctionEnvironment.KeyPrefix, prefix);
        }

        if (keys.Suffixes is { Count: > 0 } suffixes)
        {
            yield return (FunctionEnvironment.KeySuffixes, new JsonArray([.. suffixes.Select(suffix => (JsonNode)suffix)]).ToJsonString());
        }
    }

    private static (string, Input<string>) Number(string variable, long value) => (variable, value.ToString(CultureInfo.InvariantCulture));
}
