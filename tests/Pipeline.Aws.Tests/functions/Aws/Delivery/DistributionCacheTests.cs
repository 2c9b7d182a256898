using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Pipeline.Aws.Delivery;
using Pipeline.Interpreter.Time;

namespace Pipeline.Aws.Tests.Aws.Delivery;

/// <summary>Over the wire form that the API reference of CloudFront gives.</summary>
public sealed class DistributionCacheTests : IDisposable
{
    private const string Accepted = """
        <?xml version="1.0"?>
        <Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>I2J0I21PCUYOIK</Id><Status>InProgress</Status><CreateTime>2026-11-29T10:00:00.000Z</CreateTime><InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/cats/1.jpg/*</Path></Items></Paths><CallerReference>reference</CallerReference></InvalidationBatch></Invalidation>
        """;

    private readonly VirtualTimeProvider _time = new(new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero));
    private readonly List<(HttpRequestMessage Request, string Body)> _calls = [];

    public void Dispose() => _time.Dispose();

    [Fact]
    public async Task RequestIsTheOneThatCloudFrontDocuments()
    {
        await InvalidateAsync("a b/1 & 2.jpg", _ => (HttpStatusCode.Created, Accepted));

        var (request, body) = Assert.Single(_calls);
        Assert.Equal((HttpMethod.Post, "https://cloudfront.amazonaws.com/2020-05-31/distribution/E1A2B3/invalidation"), (request.Method, request.RequestUri!.ToString()));
        Assert.Equal("text/xml", request.Content!.Headers.ContentType!.MediaType);
        // CloudFront has one region, wherever the function runs.
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=key/20261129/us-east-1/cloudfront/aws4_request, SignedHeaders=content-type;host;x-amz-date,", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
        XNamespace xmlns = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
        var batch = XDocument.Parse(body).Root!;
        Assert.Equal(xmlns + "InvalidationBatch", batch.Name);
        Assert.Equal(["Paths", "CallerReference"], batch.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("reference", batch.Element(xmlns + "CallerReference")!.Value);
        var paths = batch.Element(xmlns + "Paths")!;
        Assert.Equal(["/a%20b/1%20%26%202.jpg/*", "/a%20b/1%20&%202.jpg/*"], paths.Element(xmlns + "Items")!.Elements(xmlns + "Path").Select(path => path.Value));
        Assert.Equal("2", paths.Element(xmlns + "Quantity")!.Value);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "TooManyInvalidationsInProgress")]
    [InlineData(HttpStatusCode.BadRequest, "Throttling")]
    [InlineData(HttpStatusCode.BadRequest, "ThrottlingException")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")]
    [InlineData(HttpStatusCode.TooManyRequests, "")]
    public async Task ThrottlingAndFaultsAreRetriedAsTheSameRequest(HttpStatusCode status, string code)
    {
        await InvalidateAsync("cats/1.jpg", attempt => attempt < 4 ? (status, Error(code)) : (HttpStatusCode.Created, Accepted));

        Assert.Equal(4, _calls.Count);
        Assert.Single(_calls.Select(call => call.Body).Distinct());
        // 0.5, 1 and 2 seconds.
        Assert.Equal(new(2026, 11, 29, 10, 0, 3, 500, TimeSpan.Zero), _time.GetUtcNow());
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchDistribution")]
    [InlineData(HttpStatusCode.BadRequest, "InvalidArgument")]
    public async Task RefusalNamesDistributionPathAndReasonAndIsNotRetried(HttpStatusCode status, string code)
    {
        var refused = await Assert.ThrowsAsync<InvalidationException>(() => InvalidateAsync("cats/1.jpg", _ => (status, Error(code))));

        Assert.Single(_calls);
        Assert.Equal($"The distribution E1A2B3 did not accept the invalidation of /cats/1.jpg/*: {(int)status} {code}", refused.Message);
    }

    [Fact]
    public async Task AttemptsEndWithTheTimeThatThereIs()
    {
        using var patience = new CancellationTokenSource();

        var refused = await Assert.ThrowsAsync<InvalidationException>(() => InvalidateAsync(
            "cats/1.jpg",
            attempt =>
            {
                if (attempt == 3)
                {
                    patience.Cancel();
                }

                return (HttpStatusCode.BadRequest, Error("TooManyInvalidationsInProgress"));
            },
            patience.Token));

        Assert.Equal(3, _calls.Count);
        Assert.EndsWith(": 400 TooManyInvalidationsInProgress (3 attempts)", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            ": there was no time left.",
            (await Assert.ThrowsAsync<InvalidationException>(() => InvalidateAsync("cats/1.jpg", _ => (HttpStatusCode.Created, Accepted), patience.Token))).Message, StringComparison.Ordinal);
        Assert.Equal(3, _calls.Count);
    }

    [Fact]
    public async Task LostConnectionIsRetried()
    {
        await InvalidateAsync("cats/1.jpg", attempt => attempt == 1 ? throw new HttpRequestException("Connection reset.") : (HttpStatusCode.Created, Accepted));

        Assert.Equal(2, _calls.Count);
    }

    private static string Error(string code) => code.Length == 0 ? "" : $"""
        <?xml version="1.0"?>
        <ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>{code}</Code><Message>Refused.</Message></Error><RequestId>1</RequestId></ErrorResponse>
        """;

    private async Task InvalidateAsync(string folder, Func<int, (HttpStatusCode Status, string Body)> respond, CancellationToken cancellationToken = default)
    {
        using var service = new ScriptedService(request =>
        {
            using var reader = new StreamReader(request.Content!.ReadAsStream(CancellationToken.None));
            _calls.Add((request, reader.ReadToEnd()));
            var (status, body) = respond(_calls.Count);
            return ScriptedService.Xml(status, body);
        });
        using var http = new HttpClient(service);
        await new DistributionCache(http, new BasicAWSCredentials("key", "secret"), "E1A2B3", _time).InvalidateAsync(folder, "reference", cancellationToken);
    }
}
