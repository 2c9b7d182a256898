using System.Collections.Concurrent;
using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Answers the SDK's requests with the responses of a test, for those that no emulator gives, and records the requests.</summary>
internal sealed class ScriptedService(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
{
    private static readonly AWSCredentials Credentials = new BasicAWSCredentials("key", "secret");

    private readonly ConcurrentQueue<HttpRequestMessage> _requests = new();

    /// <summary>Whether <see cref="Requests"/> keeps the requests, and with them their content.</summary>
    public bool KeepsRequests { get; init; } = true;

    public IReadOnlyList<HttpRequestMessage> Requests => [.. _requests];

    public AmazonS3Client CreateS3()
    {
        var config = AwsClients.CreateS3Config();
        (config.ServiceURL, config.AuthenticationRegion, config.HttpClientFactory) = ("http://s3.scripted", "us-east-1", new Factory(this));
        return new(Credentials, config);
    }

    public AmazonDynamoDBClient CreateDynamoDb()
    {
        var config = AwsClients.CreateDynamoDbConfig();
        (config.ServiceURL, config.AuthenticationRegion, config.HttpClientFactory) = ("http://dynamodb.scripted", "us-east-1", new Factory(this));
        return new(Credentials, config);
    }

    public static HttpResponseMessage Xml(HttpStatusCode status, string body = "") =>
        new(status) { Content = new StringContent(body, null, "application/xml") };

    /// <summary>Creates an error response of S3.</summary>
    public static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        Xml(status, $"<Error><Code>{code}</Code><Message>Scripted {code}.</Message><RequestId>1</RequestId></Error>");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (KeepsRequests)
        {
            _requests.Enqueue(request);
        }

        var response = respond(request);
        response.RequestMessage = request;
        return Task.FromResult(response);
    }

    private sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
