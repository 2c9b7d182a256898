using System.Text.Json.Nodes;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.ApiGatewayV2;
using Pulumi.Aws.ApiGatewayV2.Inputs;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Authorizer and throttling.</param>
/// <param name="CorsOrigins">Origins whose pages may call the API; if empty, CORS is off.</param>
/// <param name="Logs">Retention.</param>
internal sealed record HttpApiArgs(PipelineContext Context, ApiSettings Settings, IReadOnlyList<string> CorsOrigins, LogSettings Logs);

/// <summary>The HTTP API without its routes: address, throttling, access log and authorizer.</summary>
internal sealed class HttpApi : ComponentResource
{
    /// <summary>The stage that has no path of its own.</summary>
    private const string DefaultStage = "$default";

    private const int CorsSeconds = 3600;

    /// <summary>Fields of the access log, and the variables that fill them.</summary>
    private static readonly (string Field, string Variable)[] LogFields =
    [
        ("requestId", "requestId"), ("time", "requestTime"), ("ip", "identity.sourceIp"), ("method", "httpMethod"), ("path", "path"), ("route", "routeKey"),
        ("protocol", "protocol"), ("status", "status"), ("bytes", "responseLength"), ("milliseconds", "responseLatency"), ("functionMilliseconds", "integrationLatency"),
        ("functionRequestId", "integration.requestId"), ("error", "error.message"), ("functionError", "integrationErrorMessage"), ("authorizerError", "authorizer.error"),
    ];

    private readonly ApiSettings _settings;

    public HttpApi(string name, HttpApiArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:HttpApi", name, options)
    {
        var context = args.Context;
        _settings = args.Settings;
        if (_settings.Authorizer == ApiSettings.None)
        {
            Log.Warn("apiAuthorizer is none: everybody who knows the address of the HTTP API can upload, read, list and delete images. Set it to iam or jwt unless something in front of the API asks who calls.");
        }

        Name = context.NameOf("api");
        var api = new Api(Name, new ApiArgs
        {
            Name = Name,
            Description = $"Uploads, records and lists of {context.Name}",
            ProtocolType = "HTTP",
            CorsConfiguration = args.CorsOrigins.Count > 0 ? (Input<ApiCorsConfigurationArgs>)CreateCors(args.CorsOrigins) : null,
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        (Id, Url, ExecutionArn) = (api.Id, api.ApiEndpoint, api.ExecutionArn);
        var logs = new LogGroup(Name, new LogGroupArgs
        {
            // Log groups under this prefix do not count against the size limit of the account's log resource policy.
            Name = $"/aws/vendedlogs/apis/{context.Name}",
            RetentionInDays = args.Logs.RetentionDays,
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        _ = new Stage(Name, new StageArgs
        {
            ApiId = Id,
            Name = DefaultStage,
            AutoDeploy = true,
            DefaultRouteSettings = new StageDefaultRouteSettingsArgs
            {
                ThrottlingRateLimit = _settings.ThrottlingRate,
                ThrottlingBurstLimit = _settings.ThrottlingBurst,
            },
            AccessLogSettings = new StageAccessLogSettingsArgs { DestinationArn = logs.Arn, Format = CreateLogFormat() },
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        if (_settings.Authorizer == ApiSettings.Jwt)
        {
            AuthorizerId = new Authorizer(Name, new AuthorizerArgs
            {
                ApiId = Id,
                Name = "jwt",
                AuthorizerType = "JWT",
                IdentitySources = { "$request.header.Authorization" },
                JwtConfiguration = new AuthorizerJwtConfigurationArgs { Issuer = _settings.JwtIssuer!, Audiences = _settings.JwtAudiences.ToArray() },
            }, new CustomResourceOptions { Parent = this }).Id;
        }

        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    public string Name { get; }

    public Output<string> Id { get; }

    /// <summary>Address of the API, without a slash at its end.</summary>
    public Output<string> Url { get; }

    /// <summary>Host name of <see cref="Url"/>.</summary>
    public Output<string> Host => Url.Apply(url => new Uri(url).Host);

    /// <summary>Whether requests are signed for <see cref="Host"/>, so that nothing can stand in front of the API.</summary>
    public bool NeedsSignature => _settings.Authorizer == ApiSettings.Iam;

    /// <summary>Start of the ARNs that call its functions.</summary>
    public Output<string> ExecutionArn { get; }

    /// <summary>How routes authorize requests, as API Gateway spells it.</summary>
    public string AuthorizationType => _settings.Authorizer switch
    {
        ApiSettings.Iam => "AWS_IAM",
        ApiSettings.Jwt => "JWT",
        _ => "NONE",
    };

    /// <summary>The authorizer of tokens; null without tokens.</summary>
    public Output<string>? AuthorizerId { get; }

    /// <summary>API Gateway answers preflight requests itself, before it authorizes.</summary>
    private static ApiCorsConfigurationArgs CreateCors(IReadOnlyList<string> origins) => new()
    {
        AllowOrigins = origins.ToArray(),
        AllowMethods = { "GET", "POST", "DELETE" },
        AllowHeaders = { "authorization", "content-type", "if-none-match", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token" },
        ExposeHeaders = { "ETag", "Location", "Retry-After" },
        MaxAge = CorsSeconds,
    };

    private static string CreateLogFormat() =>
        new JsonObject(LogFields.Select(field => KeyValuePair.Create(field.Field, (JsonNode?)$"$context.{field.Variable}"))).ToJsonString();
}
