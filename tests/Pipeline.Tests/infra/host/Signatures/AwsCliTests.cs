using Pipeline.Host.Signatures;
using Pipeline.Testing.Environments;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Signatures;

/// <summary>A host with credentials accepts what the AWS CLI signs with them, and nothing else.</summary>
public sealed class AwsCliTests
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "a secret/with+signs=");

    [AwsCliFact]
    public async Task SignedCommandsWork()
    {
        await using var host = await HostUnderTest.StartAsync(access: new() { Credentials = Credentials });
        using var aws = new AwsCli(host.Address, Credentials.AccessKey, Credentials.SecretKey);
        using var folder = new TemporaryFolder();
        var content = new byte[9 << 20];
        new Random(1).NextBytes(content);
        var (sent, found) = (Path.Combine(folder.Path, "sent"), Path.Combine(folder.Path, "found"));
        await File.WriteAllBytesAsync(sent, content);

        // In parts, with a checksum in a trailer of each.
        await aws.RunAsync("s3", "cp", sent, "s3://uploads/Łódź & 猫/a b+c.bin", "--metadata", "album=Summer");
        await aws.RunAsync("s3", "cp", "s3://uploads/Łódź & 猫/a b+c.bin", found);
        var presigned = (await aws.RunAsync("s3", "presign", "s3://uploads/Łódź & 猫/a b+c.bin")).Trim();

        Assert.Equal(content, await File.ReadAllBytesAsync(found));
        Assert.Equal(content, await host.Client.GetByteArrayAsync(new Uri(presigned)));
        Assert.Contains("image-pipeline", await aws.RunAsync("stepfunctions", "list-state-machines"), StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task CommandsWithOtherCredentialsAreRefused()
    {
        await using var host = await HostUnderTest.StartAsync(access: new() { Credentials = Credentials });
        using var wrong = new AwsCli(host.Address, Credentials.AccessKey, "other");
        using var unknown = new AwsCli(host.Address, "other", Credentials.SecretKey);

        Assert.Contains("(SignatureDoesNotMatch)", (await wrong.TryRunAsync("s3api", "list-objects-v2", "--bucket", "uploads")).Errors, StringComparison.Ordinal);
        Assert.Contains("(InvalidAccessKeyId)", (await unknown.TryRunAsync("s3api", "list-objects-v2", "--bucket", "uploads")).Errors, StringComparison.Ordinal);
        Assert.Contains("(InvalidSignatureException)", (await wrong.TryRunAsync("stepfunctions", "list-state-machines")).Errors, StringComparison.Ordinal);
        Assert.Contains("(UnrecognizedClientException)", (await unknown.TryRunAsync("stepfunctions", "list-state-machines")).Errors, StringComparison.Ordinal);
    }
}
