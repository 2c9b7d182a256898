using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Bodies;

/// <summary>Content whose checksum is computed while it is read.</summary>
internal sealed class ComputedContent : IDisposable
{
    private readonly ExpectedChecksum _checksum;

    private ComputedContent(Stream content, ExpectedChecksum checksum) => (_checksum, Content) = (checksum, new VerifiedStream(content, [checksum]));

    public Stream Content { get; }

    /// <summary>The checksum; null until the content has been read to its end.</summary>
    public ObjectChecksum? Checksum => _checksum.Value is { } value ? new(_checksum.Algorithm, value) : null;

    /// <param name="content">The content. It stays open.</param>
    /// <param name="algorithm">A key of <see cref="Bodies.Checksum.Lengths"/>.</param>
    public static ComputedContent Open(Stream content, string algorithm) => new(content, ExpectedChecksum.CreateComputed(algorithm));

    public void Dispose() => Content.Dispose();
}
