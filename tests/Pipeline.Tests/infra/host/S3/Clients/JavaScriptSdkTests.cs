using Pipeline.Host.Signatures;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.S3.Clients;

/// <summary>The AWS SDK for JavaScript with its defaults: buckets are in the names of hosts, and checksums are on.</summary>
public sealed class JavaScriptSdkTests
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "a secret/with+signs=");

    [SdkTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProgramsWorkUnchanged(bool checksSignatures)
    {
        await using var host = await S3UnderTest.StartAsync(access: checksSignatures ? new() { Credentials = Credentials } : null);
        var input = new System.Text.Json.Nodes.JsonObject
        {
            ["address"] = host.Address,
            ["accessKey"] = Credentials.AccessKey,
            ["secretKey"] = Credentials.SecretKey,
            ["base64"] = Convert.ToBase64String(SyntheticImages.Png(64, 48)),
            ["checked"] = checksSignatures,
        };

        await Task.Run(() => Sdk.Scripts.Run("defaults.mjs", input.ToJsonString()));

        Assert.Equal(["cats/one + zwei ü.png", "copy.png"], (await host.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects.Select(found => found.Key));
    }
}

/// <summary>The npm packages of the AWS SDK for JavaScript.</summary>
internal static class Sdk
{
    public static readonly NodeScript Scripts = new(Repository.PathOf("tests", "Pipeline.Tests", "infra", "host", "S3", "Clients", "sdk"), "@aws-sdk/client-s3");
}

/// <summary>A test with the AWS SDK for JavaScript. It is skipped when npm cannot install it.</summary>
internal sealed class SdkTheoryAttribute : TheoryAttribute
{
    public SdkTheoryAttribute() => Skip = Sdk.Scripts.SkipReason;
}
