using System.Net;
using System.Text.Json;
using System.Web;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Core.Contracts;
using Pipeline.Interpreter.Time;

namespace Pipeline.Aws.Tests.Aws;

public sealed class SnsFailureAnnouncerTests
{
    private const string Topic = "arn:aws:sns:eu-central-1:123456789012:image-pipeline-failure";

    private static readonly Announcement Failure = new(
        Announcement.Failed, "uploads/ümlaut & more/1+2.jpg", "arn:execution", null, "ExecutionTimedOut", "It took = too long.");

    [Fact]
    public async Task FailureIsPublishedAsTheStateMachineWouldPublishIt()
    {
        var (bodies, requests) = await AnnounceAsync(_ => HttpStatusCode.OK);

        var fields = HttpUtility.ParseQueryString(Assert.Single(bodies));
        Assert.Equal(("Publish", Topic), (fields["Action"], fields["TopicArn"]));
        Assert.Equal(Failure, JsonSerializer.Deserialize(fields["Message"]!, PipelineJson.Default.Announcement));
        Assert.Equal(("outcome", "failed"), (fields["MessageAttributes.entry.1.Name"], fields["MessageAttributes.entry.1.Value.StringValue"]));
        Assert.Equal(("bucket", "uploads"), (fields["MessageAttributes.entry.2.Name"], fields["MessageAttributes.entry.2.Value.StringValue"]));
        var request = Assert.Single(requests);
        Assert.Equal("https://sns.eu-central-1.amazonaws.com/", request.RequestUri!.ToString());
        Assert.Contains("/eu-central-1/sns/aws4_request, SignedHeaders=content-type;host;x-amz-date,", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task TransientFaultIsRetried(HttpStatusCode status)
    {
        var (bodies, _) = await AnnounceAsync(attempt => attempt < 3 ? status : HttpStatusCode.OK);

        Assert.Equal(3, bodies.Count);
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task RefusalIsNamedAndNotRetried()
    {
        var attempts = 0;
        var refused = await Assert.ThrowsAsync<TopicException>(() => AnnounceAsync(attempt =>
        {
            attempts = attempt;
            return HttpStatusCode.Forbidden;
        }));

        Assert.Equal((1, Topic), (attempts, refused.Topic));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastingFaultEndsAfterFourAttempts()
    {
        var attempts = 0;
        await Assert.ThrowsAsync<TopicException>(() => AnnounceAsync(attempt =>
        {
            attempts = attempt;
            return HttpStatusCode.InternalServerError;
        }));

        Assert.Equal(4, attempts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("failure")]
    public void TopicMustBeAnArn(string topic)
    {
        using var http = new HttpClient();

        Assert.Throws<ArgumentException>(() => new SnsFailureAnnouncer(http, new AnonymousAWSCredentials(), topic, TimeProvider.System));
    }

    private static async Task<(IReadOnlyList<string> Bodies, IReadOnlyList<HttpRequestMessage> Requests)> AnnounceAsync(Func<int, HttpStatusCode> respond)
    {
        var (bodies, attempt) = (new List<string>(), 0);
        using var service = new ScriptedService(request =>
        {
            using var reader = new StreamReader(request.Content!.ReadAsStream());
            bodies.Add(reader.ReadToEnd());
            return ScriptedService.Xml(respond(++attempt), "<ErrorResponse/>");
        });
        using var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        using var http = new HttpClient(service);
        await new SnsFailureAnnouncer(http, new BasicAWSCredentials("key", "secret"), Topic, time).AnnounceAsync(Failure, CancellationToken.None);
        return (bodies, service.Requests);
    }
}
