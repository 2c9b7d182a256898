using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Http.OpenApi;
using Pipeline.Infra.Components;
using Pipeline.Infra.Context;
using Pipeline.Testing.Environments;
using Pulumi;

namespace Pipeline.Aws.Tests.Infra.Components;

/// <summary>The CDN: what it serves, to whom, and what AWS would refuse although a mocked account does not.</summary>
public sealed class DeliveryTests
{
    private const string Distribution = "aws:cloudfront/distribution:Distribution";

    private static readonly IReadOnlyDictionary<string, string> Tokens = new Dictionary<string, string>
    {
        ["apiAuthorizer"] = "jwt",
        ["apiJwtIssuer"] = "https://id.example.com/",
        ["apiJwtAudience"] = """["images"]""",
    };

    [Fact]
    public async Task StackWithoutItHasNotOneResourceOfIt()
    {
        var (with, without) = (await MockedStack.CreateAsync(MockedStack.Defaults), await MockedStack.CreateAsync(new Dictionary<string, string> { ["cdn"] = "false" }));

        var added = with.Resources.Select(resource => resource.ToString()).Except(without.Resources.Select(resource => resource.ToString()));
        Assert.Equal(
            [
                $"aws:cloudfront/distribution:Distribution {MockedStack.Name}-renditions",
                $"aws:cloudfront/originAccessControl:OriginAccessControl {MockedStack.Name}-renditions",
                $"aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy {MockedStack.Name}-renditions",
                $"aws:s3/bucketObjectv2:BucketObjectv2 {MockedStack.Name}-not-found",
            ],
            added);
        Assert.Empty(without.Resources.Select(resource => resource.ToString()).Except(with.Resources.Select(resource => resource.ToString())));
        Assert.DoesNotContain("cloudfront", without.Single("aws:s3/bucketPolicy:BucketPolicy", "renditions").Inputs.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>If turning the CDN on and off made another resource of the policy, Pulumi would delete the policy of the bucket with the old one.</summary>
    [Fact]
    public async Task PolicyOfTheBucketIsTheSameResourceWithAndWithoutIt()
    {
        var (with, without) = (await MockedStack.CreateAsync(MockedStack.Defaults), await MockedStack.CreateAsync(MockedStack.Exclusive));

        Assert.Equal(Path(with), Path(without));

        static IReadOnlyList<string> Path(MockedStack stack)
        {
            var (names, child) = (new List<string>(), stack.Children.Single(child => child.Resource is Pulumi.Aws.S3.BucketPolicy && child.Resource.GetResourceName() == "renditions"));
            for (; child.Parent is { } parent; child = stack.Children.SingleOrDefault(other => ReferenceEquals(other.Resource, parent)) ?? new(parent, null, new ComponentResourceOptions()))
            {
                names.Add(parent.GetResourceName());
            }

            return names;
        }
    }

    [Fact]
    public async Task BucketLetsInThisDistributionButNotToWhatIsUnpublishedOrInQuarantineAndLetsItListNothing()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);

        var statements = stack.Single("aws:s3/bucketPolicy:BucketPolicy", "renditions").ParseJson("policy")["Statement"]!.AsArray()
            .Where(statement => (string?)statement!["Principal"]!["Service"] == "cloudfront.amazonaws.com").ToArray();
        Assert.All(statements, statement => Assert.Equal(
            ("s3:GetObject", $"arn:aws:s3:::{stack.Outputs[StackOutputs.RenditionsBucket]}/*"),
            ((string?)Assert.Single(statement!["Action"]!.AsArray()), (string?)Assert.Single(statement["Resource"]!.AsArray()))));
        Assert.Equal(
            [
                ("Allow", "aws:SourceArn", $"arn:aws:cloudfront::{MockedStack.Account}:distribution/{MockedStack.Name}-renditions-id"),
                ("Deny", $"s3:ExistingObjectTag/{UnpublishedTag.Key}", UnpublishedTag.Value),
                ("Deny", $"s3:ExistingObjectTag/{QuarantinedTag.Key}", QuarantinedTag.Value),
            ],
            statements.Select(statement => Assert.Single(statement!["Condition"]!["StringEquals"]!.AsObject()) is var (key, value) ? ((string?)statement["Effect"], key, (string?)value) : default));
        Assert.All(stack.OfType("aws:s3/bucketPolicy:BucketPolicy").Where(policy => policy.Name != "renditions"), policy =>
            Assert.DoesNotContain("cloudfront", policy.Inputs.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task RenditionsAreReadWithASignatureAndKeptAndShownByEveryPage()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);
        var cdn = Assert.Single(stack.OfType(Distribution)).Inputs;

        var access = Assert.Single(stack.OfType("aws:cloudfront/originAccessControl:OriginAccessControl")).Inputs;
        Assert.Equal(("s3", "always", "sigv4"), ((string?)access["originAccessControlOriginType"], (string?)access["signingBehavior"], (string?)access["signingProtocol"]));
        var origin = Assert.Single(cdn["origins"]!.AsArray())!;
        Assert.Equal(
            ($"{stack.Outputs[StackOutputs.RenditionsBucket]}.s3.{MockedStack.Region}.amazonaws.com", $"{MockedStack.Name}-renditions-id"),
            ((string?)origin["domainName"], (string?)origin["originAccessControlId"]));
        // One of the two is what AWS needs for an origin that is a bucket.
        Assert.Null(origin["customOriginConfig"]);
        var behavior = cdn["defaultCacheBehavior"]!;
        Assert.Equal(
            ("658327ea-f89d-4fab-a63d-7e88639e58f6", "redirect-to-https", $"{MockedStack.Name}-renditions-id"),
            ((string?)behavior["cachePolicyId"], (string?)behavior["viewerProtocolPolicy"], (string?)behavior["responseHeadersPolicyId"]));
        Assert.Equal(["GET", "HEAD"], Texts(behavior["allowedMethods"]));
        Assert.Null(behavior["trustedKeyGroups"]?.AsArray().FirstOrDefault());
        Assert.Equal(("http2and3", true, "PriceClass_100"), ((string?)cdn["httpVersion"], (bool?)cdn["isIpv6Enabled"], (string?)cdn["priceClass"]));
        Assert.Equal("none", (string?)cdn["restrictions"]!["geoRestriction"]!["restrictionType"]);
        Assert.True((bool)cdn["viewerCertificate"]!["cloudfrontDefaultCertificate"]!);
        Assert.Null(cdn["defaultRootObject"]);
        var headers = Assert.Single(stack.OfType("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")).Inputs;
        Assert.True((bool)headers["securityHeadersConfig"]!["contentTypeOptions"]!["override"]!);
        var corp = Assert.Single(headers["customHeadersConfig"]!["items"]!.AsArray())!;
        Assert.Equal(("Cross-Origin-Resource-Policy", "cross-origin"), ((string?)corp["header"], (string?)corp["value"]));
        Assert.Null(headers["corsConfig"]);
    }

    [Theory]
    [InlineData("""["https://example.com","https://*.example.org"]""", "https://example.com https://*.example.org")]
    [InlineData("""["https://example.com","*"]""", "*")]
    [InlineData("""["https://*"]""", "*")]
    public async Task ScriptsOfTheConfiguredOriginsMayReadRenditions(string origins, string expected)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["corsOrigins"] = origins, ["api"] = "false" });

        var cors = Assert.Single(stack.OfType("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")).Inputs["corsConfig"]!;
        Assert.Equal(expected, string.Join(' ', Texts(cors["accessControlAllowOrigins"]!["items"])));
        Assert.Equal(["GET", "HEAD"], Texts(cors["accessControlAllowMethods"]!["items"]));
        Assert.False((bool)cors["accessControlAllowCredentials"]!);
    }

    [Fact]
    public async Task CustomDomainHasItsCertificateAndModernTls()
    {
        var cdn = Assert.Single((await MockedStack.CreateAsync(MockedStack.EverythingOn)).OfType(Distribution)).Inputs;

        Assert.Equal(["images.example.com"], Texts(cdn["aliases"]));
        var certificate = cdn["viewerCertificate"]!;
        Assert.Equal(
            (MockedStack.EverythingOn["cdnCertificateArn"], "sni-only", "TLSv1.2_2021"),
            ((string?)certificate["acmCertificateArn"], (string?)certificate["sslSupportMethod"], (string?)certificate["minimumProtocolVersion"]));
        Assert.Null(certificate["cloudfrontDefaultCertificate"]);
    }

    [Fact]
    public async Task SignedUrlsAreRequiredForRenditionsOnly()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.EverythingOn);
        var cdn = Assert.Single(stack.OfType(Distribution)).Inputs;

        var group = Assert.Single(stack.OfType("aws:cloudfront/keyGroup:KeyGroup"));
        var key = Assert.Single(stack.OfType("aws:cloudfront/publicKey:PublicKey"));
        Assert.Equal($"{MockedStack.PublicKey}\n", (string?)key.Inputs["encodedKey"]);
        Assert.Equal([$"{key.Name}-id"], Texts(group.Inputs["items"]));
        Assert.Equal([$"{group.Name}-id"], Texts(cdn["defaultCacheBehavior"]!["trustedKeyGroups"]));
        Assert.Equal(
            [("/not-found.json", false), (DeliveryBehaviors.RenditionsBesideApiPattern, true), ("/v1/*", false)],
            cdn["orderedCacheBehaviors"]!.AsArray().Select(behavior => ((string?)behavior!["pathPattern"], Texts(behavior["trustedKeyGroups"]).Any())));
    }

    /// <summary>CloudFront cannot change a key. If another one had the same name, it could not be created before the old one is deleted.</summary>
    [Fact]
    public async Task AnotherKeyIsAnotherResource()
    {
        using var other = System.Security.Cryptography.RSA.Create(2_048);
        var both = await MockedStack.CreateAsync(new Dictionary<string, string> { ["cdnPublicKey"] = $"{other.ExportSubjectPublicKeyInfoPem()}\n{MockedStack.PublicKey}" });
        var one = await MockedStack.CreateAsync(new Dictionary<string, string> { ["cdnPublicKey"] = MockedStack.PublicKey });

        var names = both.OfType("aws:cloudfront/publicKey:PublicKey").Select(key => (string)key.Inputs["name"]!).ToArray();
        Assert.Equal(2, names.Distinct().Count());
        Assert.Contains(Assert.Single(one.OfType("aws:cloudfront/publicKey:PublicKey")).Inputs["name"]!.GetValue<string>(), names);
        Assert.Equal(2, Texts(Assert.Single(both.OfType("aws:cloudfront/keyGroup:KeyGroup")).Inputs["items"]).Count());
    }

    [Theory]
    [InlineData("iam", false)]
    [InlineData("jwt", true)]
    [InlineData("none", true)]
    [InlineData(null, false)]
    public async Task ApiAnswersUnderTheSameNameUnlessItsRequestsAreSigned(string? authorizer, bool answers)
    {
        var settings = authorizer == "jwt" ? new Dictionary<string, string>(Tokens) : authorizer is null ? new() { ["api"] = "false" } : new() { ["apiAuthorizer"] = authorizer };

        var cdn = Assert.Single((await MockedStack.CreateAsync(settings)).OfType(Distribution)).Inputs;

        var behaviors = cdn["orderedCacheBehaviors"]!.AsArray();
        Assert.Equal(answers ? ["/not-found.json", DeliveryBehaviors.RenditionsBesideApiPattern, "/v1/*"] : new[] { "/not-found.json" }, behaviors.Select(behavior => (string?)behavior!["pathPattern"]));
        var origins = cdn["origins"]!.AsArray();
        Assert.Equal(answers ? 2 : 1, origins.Count);
        if (!answers)
        {
            return;
        }

        var api = behaviors[^1]!;
        Assert.Equal(
            ("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"), ((string?)api["cachePolicyId"], (string?)api["originRequestPolicyId"]));
        // CloudFront takes all seven, or only those that read.
        Assert.Equal(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"], Texts(api["allowedMethods"]).Order());
        var origin = Assert.Single(origins, origin => (string?)origin!["originId"] == (string?)api["targetOriginId"])!;
        Assert.Equal("a1b2c3.execute-api.eu-central-1.amazonaws.com", (string?)origin["domainName"]);
        Assert.Equal("https-only", (string?)origin["customOriginConfig"]!["originProtocolPolicy"]);
    }

    /// <summary>An image may have any key, also one that begins as the addresses of the API do.</summary>
    [Theory]
    [InlineData("v1/a.jpg")]
    [InlineData("v1/images/2026/a b.jpg")]
    [InlineData("v1/i/x.jpg")]
    public void RenditionWhoseKeyLooksLikeTheApiIsServedFromTheBucket(string key)
    {
        var prefix = ImageIds.RenditionPrefix(key, new string('a', 64), RenditionSetHash.Compute(RenditionSet.Default));

        Assert.True(Matches(DeliveryBehaviors.ApiPattern, $"/{prefix}thumb.webp"));
        Assert.True(Matches(DeliveryBehaviors.RenditionsBesideApiPattern, $"/{prefix}thumb.webp"));
    }

    [Theory]
    [InlineData("/v1/uploads")]
    [InlineData("/v1/images/2026/holiday-photographs/a.jpg")]
    [InlineData("/v1/images/cat.jpg")]
    [InlineData("/v1/i/cat.jpg/thumb")]
    [InlineData("/v1/openapi.json")]
    public void RequestOfTheApiReachesTheApi(string path)
    {
        Assert.True(Matches(DeliveryBehaviors.ApiPattern, path));
        Assert.False(Matches(DeliveryBehaviors.RenditionsBesideApiPattern, path));
    }

    [Theory]
    [InlineData("iam", false)]
    [InlineData("none", true)]
    public async Task MissingRenditionIs404AndErrorsOfTheApiAreNotKept(string authorizer, bool hasApi)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["apiAuthorizer"] = authorizer });
        var errors = Assert.Single(stack.OfType(Distribution)).Inputs["customErrorResponses"]!.AsArray();

        var missing = Assert.Single(errors, error => (double)error!["errorCode"]! == 403)!;
        Assert.Equal((404, "/not-found.json"), ((double)missing["responseCode"]!, (string?)missing["responsePagePath"]));
        // CloudFront returns the status of the page, so there must be one.
        var page = Assert.Single(stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2")).Inputs;
        Assert.Equal((stack.Outputs[StackOutputs.RenditionsBucket], "not-found.json", "application/problem+json"), ((string?)page["bucket"], (string?)page["key"], (string?)page["contentType"]));
        Assert.Equal(404, (int)JsonNode.Parse((string)page["content"]!)!["status"]!);
        Assert.InRange(page["tags"]!.AsObject().Count, 1, 10);
        Assert.Equal(
            hasApi ? [404, 500, 502, 503, 504] : [],
            errors.Where(error => error!["responseCode"] is null).Select(error => (int)(double)error!["errorCode"]!));
        Assert.All(errors.Where(error => error!["responseCode"] is null), error => Assert.Equal(0, (double)error!["errorCachingMinTtl"]!));
    }

    /// <summary>Every 403 of the distribution becomes a 404, so the API must have none. API Gateway answers 403 to tokens that lack a scope of the route.</summary>
    [Fact]
    public async Task ApiBehindTheCdnAnswersNo403()
    {
        var statuses = JsonNode.Parse(OpenApiDocument.Text)!["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .Where(operation => operation.Value is JsonObject).SelectMany(operation => operation.Value!["responses"]?.AsObject().Select(response => response.Key) ?? []).ToArray();
        var routes = (await MockedStack.CreateAsync(Tokens)).OfType("aws:apigatewayv2/route:Route").ToArray();

        Assert.Contains("404", statuses);
        Assert.DoesNotContain("403", statuses);
        Assert.Equal(7, routes.Length);
        Assert.All(routes, route => Assert.Null(route.Inputs["authorizationScopes"]?.AsArray().FirstOrDefault()));
    }

    [Fact]
    public async Task OwnerOfTheKeyGetsTheStatementThatItsPolicyNeeds()
    {
        var statement = JsonNode.Parse((await MockedStack.CreateAsync(MockedStack.EverythingOn)).Outputs[StackOutputs.CdnKeyStatement])!;

        Assert.Equal(("Allow", "cloudfront.amazonaws.com"), ((string?)statement["Effect"], (string?)statement["Principal"]!["Service"]));
        Assert.Equal(["kms:Decrypt"], Texts(statement["Action"]));
        Assert.Equal($"arn:aws:cloudfront::{MockedStack.Account}:distribution/{MockedStack.Name}-renditions-id", (string?)statement["Condition"]!["StringEquals"]!["aws:SourceArn"]);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task NamesAndTextsFitEvenForTheLongestNameOfAStack(string configuration)
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Configuration(configuration), new string('x', PipelineContext.MaxNameLength - "image-pipeline-".Length));
        var resources = stack.Resources.Where(resource => resource.Type.StartsWith("aws:cloudfront/", StringComparison.Ordinal)).ToArray();

        Assert.Equal(configuration == "exclusive", resources.Length == 0);
        Assert.All(resources, resource =>
        {
            Assert.InRange(((string?)resource.Inputs["name"] ?? "").Length, 0, 64);
            Assert.Matches("^[A-Za-z0-9_-]*$", (string?)resource.Inputs["name"] ?? "");
            Assert.InRange(((string?)resource.Inputs["comment"] ?? (string?)resource.Inputs["description"] ?? "").Length, 0, 128);
        });
    }

    /// <summary>A path pattern of CloudFront: * for any characters, ? for one.</summary>
    private static bool Matches(string pattern, string path) =>
        Regex.IsMatch(path, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$");

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(text => (string)text!) ?? [];
}
