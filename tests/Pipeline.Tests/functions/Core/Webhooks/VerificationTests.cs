using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Core.Webhooks;

/// <summary>What README shows to receivers accepts what hosts send, and nothing else.</summary>
public sealed partial class VerificationTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherSecret = "whsec_cGlwZWxpbmUtd2ViaG9vay1zZWNyZXQtMg==";
    private const string Body = """{"outcome":"succeeded","imageId":"uploads/é.jpg"}""";

    public static TheoryData<string, string, int, string, bool> Deliveries => new()
    {
        { Secret, Secret, 0, Body, true },
        { Secret, $"{OtherSecret} {Secret}", 0, Body, true },
        { Secret, $"{Secret} {OtherSecret}", -200, Body, true },
        { Secret, OtherSecret, 0, Body, false },
        { Secret, Secret, -400, Body, false },
        { Secret, Secret, 400, Body, false },
        { Secret, Secret, 0, Body.Replace("succeeded", "failed", StringComparison.Ordinal), false },
    };

    [Theory]
    [MemberData(nameof(Deliveries))]
    public void CodeForCSharpAcceptsOnlyWhatIsAuthentic(string secret, string signedWith, int age, string received, bool isAuthentic)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Sign(signedWith, age))
        {
            headers[name] = value;
        }

        Assert.Equal(isAuthentic, VerificationInReadme.IsAuthentic(secret, headers, Encoding.UTF8.GetBytes(received)));
        headers.Remove("webhook-signature");
        Assert.False(VerificationInReadme.IsAuthentic(secret, headers, Encoding.UTF8.GetBytes(received)));
    }

    [Fact]
    public void CodeForCSharpInReadmeIsTheOneThatIsTested()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "Pipeline.Tests", "functions", "Core", "Webhooks", "VerificationInReadme.cs"));
        var method = source[source.IndexOf("static bool", StringComparison.Ordinal)..].TrimEnd().TrimEnd('}');

        Assert.Equal(Lines(method), Lines(CodeInReadme("csharp")));

        static IEnumerable<string> Lines(string code) => code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    [NodeTheory]
    [MemberData(nameof(Deliveries))]
    public void CodeForJavaScriptAcceptsOnlyWhatIsAuthentic(string secret, string signedWith, int age, string received, bool isAuthentic)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "verify.mjs"), $"""
            {CodeInReadme("js")}
            const [secret, headers, body] = JSON.parse(process.argv[2]);
            console.log(isAuthentic(secret, new Headers(headers), Buffer.from(body)));
            """);
        var headers = new JsonObject(Sign(signedWith, age).Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value)));

        Assert.Equal(isAuthentic ? "true" : "false", RunNode(folder.Path, "verify.mjs", new JsonArray(secret, headers.DeepClone(), received).ToJsonString()));
        headers.Remove("webhook-signature");
        Assert.Equal("false", RunNode(folder.Path, "verify.mjs", new JsonArray(secret, headers, received).ToJsonString()));
    }

    private static (string Name, string Value)[] Sign(string secrets, int age)
    {
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + age;
        return
        [
            (WebhookHeaders.Id, "msg_1"), (WebhookHeaders.Timestamp, time.ToString(CultureInfo.InvariantCulture)),
            (WebhookHeaders.Signature, WebhookSecrets.Parse(secrets).Sign("msg_1", time, Encoding.UTF8.GetBytes(Body))!),
        ];
    }

    private static string CodeInReadme(string language) =>
        Assert.Single(Code().Matches(File.ReadAllText(Repository.PathOf("README.md"))), match => match.Groups["language"].Value == language).Groups["code"].Value;

    private static string RunNode(string folder, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return output.Trim();
    }

    [GeneratedRegex(@"^```(?<language>js|csharp)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    private sealed class NodeTheoryAttribute : TheoryAttribute
    {
        public NodeTheoryAttribute() => Skip = NodeJs.SkipReason;
    }
}
