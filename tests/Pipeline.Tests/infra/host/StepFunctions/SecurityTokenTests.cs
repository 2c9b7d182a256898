using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pipeline.Host.Signatures;
using Pipeline.Host.StepFunctions;
using Pipeline.Testing.Hosts;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.StepFunctions;

/// <summary>STS, and the names under which AWS clients look for the services.</summary>
public sealed class SecurityTokenTests
{
    private static readonly XNamespace Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/";

    [AwsCliFact]
    public async Task ClientsAskWhoTheyAre()
    {
        await using var host = await S3UnderTest.StartAsync(access: new() { Credentials = new HostCredentials("AKLOCAL", "secret") });
        using var known = new AwsCli(host.Address, "AKLOCAL", "secret");
        using var unknown = new AwsCli(host.Address, "AKLOCAL", "other");

        var identity = JsonNode.Parse(await known.RunAsync("sts", "get-caller-identity", "--output", "json"))!;
        var (code, _, errors) = await unknown.TryRunAsync("sts", "get-caller-identity");
        var (other, _, unsupported) = await known.TryRunAsync("sts", "get-session-token");

        Assert.Equal(("000000000000", "arn:aws:iam::000000000000:user/local"), ((string?)identity["Account"], (string?)identity["Arn"]));
        Assert.NotEqual(0, code);
        Assert.Contains("(SignatureDoesNotMatch)", errors, StringComparison.Ordinal);
        Assert.NotEqual(0, other);
        Assert.Contains("(InvalidAction)", unsupported, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Action=GetCallerIdentity&Version=2011-06-15", HttpStatusCode.OK, null)]
    [InlineData("Action=AssumeRole%00%3C&Version=2011-06-15", HttpStatusCode.BadRequest, "InvalidAction")]
    [InlineData("", HttpStatusCode.BadRequest, "MissingAction")]
    public async Task AnswersAreXml(string body, HttpStatusCode status, string? error)
    {
        await using var host = await S3UnderTest.StartAsync();
        foreach (var name in (string[])["localhost", "sts.localhost", "sts.eu-central-1.localhost"])
        {
            var response = await host.SendAsync(
                "POST", "", Encoding.UTF8.GetBytes(body), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), ("Host", $"{name}:{host.Port}"));

            Assert.Equal((status, "text/xml"), (response.Status, response.Header("Content-Type")));
            Assert.Equal(error, response.Xml.Element(Xmlns + "Error")?.Element(Xmlns + "Code")?.Value);
        }
    }

    [Theory]
    [InlineData("sync-localhost")]
    [InlineData("sync-states.localhost")]
    [InlineData("states.localhost")]
    [InlineData("sync-127.0.0.1")]
    public async Task StepFunctionsAnswersUnderTheNamesThatClientsMake(string name)
    {
        await using var host = await S3UnderTest.StartAsync();

        var response = await host.SendAsync("POST", "", "{}"u8.ToArray(), ("X-Amz-Target", "AWSStepFunctions.StartSyncExecution"), ("Host", $"{name}:{host.Port}"));

        var error = JsonNode.Parse(response.Text)!;
        Assert.Equal((HttpStatusCode.BadRequest, "NotImplemented"), (response.Status, (string?)error["__type"]));
        Assert.Contains("command asl", (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$", "/")]
    [InlineData("$.States.A.Next", "/States/A/Next")]
    [InlineData("$.States['A b'].Choices[0].Next", "/States/A b/Choices/0/Next")]
    [InlineData("$.States['a/b~c']", "/States/a~1b~0c")]
    [InlineData("$.States['it\\'s'].Next", "/States/it's/Next")]
    [InlineData("$.States['a.b[0]'].Next", "/States/a.b[0]/Next")]
    [InlineData("$.States.A.Parameters.x.$", "/States/A/Parameters/x.$")]
    [InlineData("$.States.A.Parameters['x y.$'][2]", "/States/A/Parameters/x y.$/2")]
    public void LocationsAreJsonPointers(string path, string expected) => Assert.Equal(expected, DefinitionLocation.FromPath(path));
}
