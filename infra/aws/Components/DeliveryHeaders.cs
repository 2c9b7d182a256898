using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudFront;
using Pulumi.Aws.CloudFront.Inputs;

namespace Pipeline.Infra.Components;

/// <summary>The headers that CloudFront adds to renditions.</summary>
internal static class DeliveryHeaders
{
    private const int CorsSeconds = 3600;

    /// <param name="context">Names.</param>
    /// <param name="origins">Origins whose scripts may read renditions; every page may show them.</param>
    /// <param name="parent">Component that the policy belongs to.</param>
    public static ResponseHeadersPolicy Create(PipelineContext context, IReadOnlyList<string> origins, Resource parent) => new(context.NameOf("renditions"), new ResponseHeadersPolicyArgs
    {
        Name = context.NameOf("renditions"),
        Comment = $"Renditions of {context.Name}",
        SecurityHeadersConfig = new ResponseHeadersPolicySecurityHeadersConfigArgs
        {
            // nosniff: what an uploader made is shown as what it is, and as nothing else.
            ContentTypeOptions = new ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs { Override = true },
        },
        CustomHeadersConfig = new ResponseHeadersPolicyCustomHeadersConfigArgs
        {
            // Pages that isolate themselves (COEP) show only what allows it.
            Items = { new ResponseHeadersPolicyCustomHeadersConfigItemArgs { Header = "Cross-Origin-Resource-Policy", Value = "cross-origin", Override = true } },
        },
        CorsConfig = origins.Count > 0 ? (Input<ResponseHeadersPolicyCorsConfigArgs>)CreateCors(origins) : null,
    }, new CustomResourceOptions { Parent = parent });

    private static ResponseHeadersPolicyCorsConfigArgs CreateCors(IReadOnlyList<string> origins) => new()
    {
        AccessControlAllowCredentials = false,
        AccessControlAllowHeaders = new ResponseHeadersPolicyCorsConfigAccessControlAllowHeadersArgs { Items = { "*" } },
        AccessControlAllowMethods = new ResponseHeadersPolicyCorsConfigAccessControlAllowMethodsArgs { Items = { "GET", "HEAD" } },
        AccessControlAllowOrigins = new ResponseHeadersPolicyCorsConfigAccessControlAllowOriginsArgs { Items = ToItems(origins) },
        AccessControlExposeHeaders = new ResponseHeadersPolicyCorsConfigAccessControlExposeHeadersArgs { Items = { "ETag" } },
        AccessControlMaxAgeSec = CorsSeconds,
        OriginOverride = true,
    };

    /// <summary>CloudFront has no origin of every host with one scheme, and anything beside * would be without effect. Renditions are the same for everybody.</summary>
    private static string[] ToItems(IReadOnlyList<string> origins) =>
        origins.Any(origin => origin is "*" or "https://*" or "http://*") ? ["*"] : [.. origins.Distinct(StringComparer.Ordinal)];
}
