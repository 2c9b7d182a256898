using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>What a fenced process sees of the store: one original, which it reads from its file. Renditions go to the host, which stores them.</summary>
/// <param name="file">The original.</param>
/// <param name="send">Sends a rendition to the host.</param>
internal sealed class FencedOriginals(FencedFile file, Action<RenditionContent> send) : IImageStore
{
    /// <summary>Opens the file that the host has opened.</summary>
    /// <exception cref="IOException">It is gone, or another one has taken its name.</exception>
    public static ImageSource Open(FencedFile file)
    {
        var source = ImageSource.OpenFile(file.Path);
        if (source.Length == file.Length && source.LastWrite == file.LastWrite)
        {
            return source;
        }

        source.Dispose();
        throw new IOException($"The file {file.Path} was replaced while it was being read.");
    }

    /// <inheritdoc/>
    /// <remarks>The host has checked its size and its entity tag. The caller checks its hash.</remarks>
    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<OriginalRead>(new OriginalRead.Found(Open(file)));
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<OriginalRead>(new OriginalRead.Superseded());
        }
    }

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        send(rendition);
        return Task.CompletedTask;
    }

    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) => throw Refuse();

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw Refuse();

    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw Refuse();

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) => throw Refuse();

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw Refuse();

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw Refuse();

    private static NotSupportedException Refuse() => new("A fenced process reads originals and makes renditions. The host does the rest.");
}
