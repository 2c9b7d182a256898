using System.Diagnostics;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Local.Serving;

/// <summary>The installed AWS CLI, without the settings of the current user.</summary>
/// <param name="address">URL of the host.</param>
/// <param name="accessKey">Access key to sign with.</param>
/// <param name="secretKey">Its secret.</param>
internal sealed class AwsCli(string address, string accessKey = "anybody", string secretKey = "anything") : IDisposable
{
    private readonly TemporaryFolder _home = new();

    /// <summary>Why the tests are skipped; null if the AWS CLI is installed.</summary>
    public static string? SkipReason { get; } = Probe();

    /// <summary>Runs a command. The test fails if the command does.</summary>
    /// <returns>The standard output of the command.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await TryRunAsync(arguments);
        Assert.True(code == 0, $"aws {string.Join(' ', arguments)} ended with {code}:\n{output}{errors}");
        return output;
    }

    public async Task<(int Code, string Output, string Errors)> TryRunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", ["--endpoint-url", address, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.Path,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = start.Environment["USERPROFILE"] = _home.Path;
        start.Environment["AWS_ACCESS_KEY_ID"] = accessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = secretKey;
        start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "eu-central-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["NO_PROXY"] = "localhost";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose() => _home.Dispose();

    private static string? Probe()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("aws", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"needs the AWS CLI; aws --version ended with {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"needs the AWS CLI: {exception.Message}";
        }
    }
}

/// <summary>A test with the AWS CLI, skipped if it is not installed.</summary>
internal sealed class AwsCliFactAttribute : FactAttribute
{
    public AwsCliFactAttribute() => Skip = AwsCli.SkipReason;
}
