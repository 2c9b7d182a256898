using System.Diagnostics;
using System.Text.Json;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Testing.Emulators;

/// <summary>
/// A server from the folder <c>aws-emulators</c>, on a free port of the loopback interface. It ends with this object, and with this
/// process, however the process ends.
/// </summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    // The first run downloads packages.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private static readonly NodeScript Scripts = new(
        Repository.PathOf("tests", "Testing", "Emulators", "aws-emulators"), "of the emulators");

    private readonly Process? _process;

    private EmulatorProcess(Process? process, int port, string? skipReason) => (_process, Port, SkipReason) = (process, port, skipReason);

    /// <summary>Port of 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Why the server does not run; null if it runs.</summary>
    public string? SkipReason { get; }

    public static async Task<EmulatorProcess> StartAsync(string script, params string[] arguments)
    {
        // Installs the packages of the lock file, once.
        if (await Task.Run(() => Scripts.SkipReason) is { } missing)
        {
            return new(null, 0, missing);
        }

        var process = Scripts.Start(script, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(StartLimit);
        if (line is null)
        {
            throw new InvalidOperationException($"{script} did not start: {await errors}");
        }

        // Keeps reading, so that a server with much output never blocks.
        _ = process.StandardOutput.ReadToEndAsync();
        using var response = JsonDocument.Parse(line);
        return response.RootElement.TryGetProperty("missing", out var reason)
            ? new(process, 0, reason.GetString())
            : new(process, response.RootElement.GetProperty("port").GetInt32(), null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
