using System.Diagnostics;
using System.Text.Json;

namespace Pipeline.Benchmarks.Contenders;

/// <summary>A contender that is kept alive and responds line by line, so that neither its start nor its first run is measured.</summary>
internal sealed class PeerProcess : IContender
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="name">Name of its column.</param>
    /// <param name="folder">Working directory.</param>
    /// <param name="program">Path of the executable.</param>
    /// <param name="arguments">Command-line arguments.</param>
    /// <exception cref="ContenderException">The process did not start.</exception>
    public PeerProcess(string name, string folder, string program, params IEnumerable<string> arguments)
    {
        Name = name;
        try
        {
            _process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ContenderException($"{name} did not start: {exception.Message}");
        }

        _errors = _process.StandardError.ReadToEndAsync();
        try
        {
            Version = Send(PeerRequest.Version).Version ?? name;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    public string Version { get; }

    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public PeerResponse Send(PeerRequest request)
    {
        string? line;
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, PeerJson.Default.PeerRequest));
            _process.StandardInput.Flush();
            line = _process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            line = null;
        }

        if (line is null)
        {
            throw new ContenderException($"{Name} exited during '{request.Operation}': {_errors.Result.Trim()}");
        }

        var reply = JsonSerializer.Deserialize(line, PeerJson.Default.PeerResponse)!;
        return reply.Error is null ? reply : throw new ContenderException($"{Name} failed at '{request.Operation}': {reply.Error}");
    }

    public void Dispose()
    {
        // The process exits at the end of its input.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
