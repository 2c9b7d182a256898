using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Pipeline.Aws.Calls;

namespace Pipeline.Aws.Tests.Aws.Calls;

public sealed class SignatureV4Tests
{
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    /// <summary>The case post-x-www-form-urlencoded of AWS's test suite for signature version 4.</summary>
    [Fact]
    public void RequestIsSignedAsInTheTestSuiteOfAws()
    {
        using var request = Sign(new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null));

        Assert.Equal("20150830T123600Z", Assert.Single(request.Headers.GetValues("x-amz-date")));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    /// <summary>The case get-vanilla-query-order-key-case of the same test suite: parameters are signed in their order.</summary>
    [Fact]
    public void ParametersAreSignedInTheirOrder()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com/?Param2=value2&Param1=value1");

        new SignatureV4("service", "us-east-1").Sign(request, [], new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null), Time);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    [Fact]
    public void TokenOfTheSessionIsSignedToo()
    {
        using var request = Sign(new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session"));

        Assert.Equal("session", Assert.Single(request.Headers.GetValues("x-amz-security-token")));
        Assert.Contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,", Assert.Single(request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Sign(ImmutableCredentials credentials)
    {
        var body = Encoding.UTF8.GetBytes("Param1=value1");
        var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        new SignatureV4("service", "us-east-1").Sign(request, body, credentials, Time);
        return request;
    }
}
