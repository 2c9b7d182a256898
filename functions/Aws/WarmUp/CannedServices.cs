using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;

namespace Pipeline.Aws.WarmUp;

/// <summary>
/// Answers requests inside the process, as S3, DynamoDB and Bedrock do for one original and an empty catalogue. Nothing is sent. A function
/// runs its logic over it once at cold start, so that the code of the first real call is compiled and the libraries are loaded.
/// </summary>
internal sealed class CannedServices : HttpMessageHandler
{
    private const string Xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private const string Description = $$$$"""
        {
          "output": {"message": {"role": "assistant", "content": [{"toolUse": {
            "toolUseId": "warm-up", "name": "{{{{DescriptionPrompt.ToolName}}}}", "input": {"altText": "A picture", "language": "en", "labels": ["picture"], "moderation": []}}}]}},
          "stopReason": "tool_use",
          "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}
        }
        """;

    private static readonly byte[] List = Encoding.UTF8.GetBytes(
        $"<ListBucketResult {Xmlns}><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>{WarmUpImage.Rendition}</Key></Contents></ListBucketResult>");

    private static readonly byte[] Deleted = Encoding.UTF8.GetBytes($"<DeleteResult {Xmlns}/>");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A real answer takes time, too: callers that wait for it run other code than those that find it there.
        await Task.Yield();
        var response = request.Headers.Contains("X-Amz-Target") ? Create("{}"u8, "application/json")
            : request.RequestUri!.AbsolutePath.EndsWith("/converse", StringComparison.Ordinal) ? Create(Encoding.UTF8.GetBytes(Description), "application/json")
            : AnswerAsS3(request);
        response.RequestMessage = request;
        return response;
    }

    private static HttpResponseMessage AnswerAsS3(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get)
        {
            return request.RequestUri!.Query.Contains("list-type", StringComparison.Ordinal)
                ? Create(List, "application/xml")
                : WithETag(Create(WarmUpImage.Content, "image/jpeg"));
        }

        return request.Method == HttpMethod.Post ? Create(Deleted, "application/xml") : WithETag(Create([], "application/xml"));
    }

    private static HttpResponseMessage Create(ReadOnlySpan<byte> body, string contentType)
    {
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new(contentType);
        return new(HttpStatusCode.OK) { Content = content };
    }

    private static HttpResponseMessage WithETag(HttpResponseMessage response)
    {
        response.Headers.ETag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{WarmUpImage.ETag}\""));
        return response;
    }

    /// <summary>Makes clients of the SDK send their requests here.</summary>
    internal sealed class Factory : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new CannedServices());

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
