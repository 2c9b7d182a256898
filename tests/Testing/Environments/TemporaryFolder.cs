using Pipeline.Host.Store.Files;

namespace Pipeline.Testing.Environments;

/// <summary>A new folder. It is removed with its content.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public void Dispose() => OpenFiles.Retry(() => Directory.Delete(Path, recursive: true));
}
