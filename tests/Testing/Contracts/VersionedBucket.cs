using System.Security.Cryptography;
using Pipeline.Core.Events;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Events;

namespace Pipeline.Testing.Contracts;

/// <summary>A version of a key, or a delete marker.</summary>
internal sealed record BucketVersion(string VersionId, byte[]? Content)
{
#pragma warning disable CA5351 // S3's entity tags are MD5s.
    public string? ETag { get; } = Content is null ? null : Convert.ToHexStringLower(MD5.HashData(Content));
#pragma warning restore CA5351

    public bool IsMarker => Content is null;
}

/// <summary>A model of one key in a bucket with versions, and the events that S3 sends of it.</summary>
/// <param name="key">The key.</param>
/// <param name="codec">Encodes the originals.</param>
/// <param name="random">Decides what happens.</param>
internal sealed class VersionedBucket(string key, IImageCodec codec, Random random)
{
    private readonly List<BucketVersion> _versions = [];
    private int _sequencer;

    /// <summary>What the key shows; null if a delete marker hides everything, or there is nothing.</summary>
    public BucketVersion? Current => _versions.Count > 0 && !_versions[^1].IsMarker ? _versions[^1] : null;

    /// <summary>Does one of the things that can happen.</summary>
    /// <returns>The event of it.</returns>
    public ImageEvent Change()
    {
        var sequencer = (++_sequencer).ToString("X4");
        switch (random.Next(5))
        {
            case 0 when Current is not null:
                var marker = new BucketVersion($"m{_sequencer}", null);
                _versions.Add(marker);
                return ImageEvents.Deleted(key, sequencer, marker.VersionId, ImageEventDetail.DeleteMarkerCreated);
            case 1 or 2 when _versions.Count > 0:
                // The newest one most often: the current version, or the marker that hides it.
                var index = random.Next(3) == 0 ? random.Next(_versions.Count) : _versions.Count - 1;
                var removed = _versions[index];
                _versions.RemoveAt(index);
                return ImageEvents.Deleted(key, sequencer, removed.VersionId);
            default:
                var created = new BucketVersion($"v{_sequencer}", Draw((byte)(50 * random.Next(3))));
                _versions.Add(created);
                return ImageEvents.Created(key, sequencer, created.ETag, created.VersionId);
        }
    }

    public OriginalRead Read(OriginalReference original) => Find(original) is { } found ? new OriginalRead.Found(found.Content!) : new OriginalRead.Superseded();

    public OriginalHead? Head(OriginalReference original) => Find(original) is { } found ? new(found.ETag!, found.VersionId, found.Content!.Length) : null;

    private BucketVersion? Find(OriginalReference original)
    {
        var found = original.VersionId is { } version ? _versions.Find(candidate => candidate.VersionId == version && !candidate.IsMarker) : Current;
        return original.ETag is null || found?.ETag == original.ETag ? found : null;
    }

    private byte[] Draw(byte grey)
    {
        using var picture = new Picture(new PixelBuffer(8, 8, 3));
        picture.Pixels.Span.Fill(grey);
        return codec.Encode(picture, new(ImageFormat.Png, 100));
    }
}
