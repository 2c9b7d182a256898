using Amazon.Runtime;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Emulators;

/// <summary>A server that all tests of a collection share. Each test has its own buckets or table.</summary>
public abstract class Emulator(string script, params string[] arguments) : IAsyncLifetime
{
    private EmulatorProcess? _process;

    protected static AWSCredentials Credentials { get; } = new BasicAWSCredentials("S3RVER", "S3RVER");

    /// <summary>Port of 127.0.0.1.</summary>
    protected int Port => _process!.Port;

    /// <summary>Address for other programs.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    public async Task InitializeAsync()
    {
        _process = await EmulatorProcess.StartAsync(script, arguments);
        if (_process.SkipReason is null)
        {
            Connect();
        }
    }

    public async Task DisposeAsync()
    {
        Disconnect();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>Skips the running test, by name, if the server cannot run.</summary>
    public void SkipIfUnavailable() => SkipIf(_process?.SkipReason);

    /// <summary>Skips the running test if there is a reason.</summary>
    public static void SkipIf(string? reason)
    {
        if (reason is not null)
        {
            throw Xunit.Sdk.SkipException.ForSkip(reason);
        }
    }

    protected static string NewName() => $"test-{Guid.NewGuid():N}";

    protected static string ArtifactsFolder(string name) => Repository.PathOf("artifacts", name);

    protected abstract void Connect();

    protected abstract void Disconnect();
}
