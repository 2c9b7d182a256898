using Pipeline.Core.Storage;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.S3.Requests;

/// <summary>A bucket to read from.</summary>
internal interface IS3Bucket
{
    string Name { get; }

    /// <summary>Whether clients may put and delete objects.</summary>
    bool IsWritable { get; }

    /// <summary>Value of <c>Cache-Control</c> for its objects.</summary>
    string CacheControl { get; }

    /// <returns>The object, open for reading; null if it does not exist.</returns>
    /// <exception cref="S3Exception">Readers may not have it.</exception>
    Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken);

    Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken);
}

/// <summary>The bucket of the originals.</summary>
internal sealed class UploadsBucket(UploadStore uploads) : IS3Bucket
{
    public string Name => BucketNames.Uploads;

    public bool IsWritable => true;

    /// <summary>Clients may cache but must revalidate, because an upload can replace the original under a key.</summary>
    public string CacheControl => "no-cache";

    public Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken) => uploads.OpenAsync(key, cancellationToken);

    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken) => uploads.ListAsync(query, cancellationToken);
}

/// <summary>The bucket of the renditions. It lists those in quarantine, as S3 does, but does not deliver them, not even to the holder of the access key.</summary>
internal sealed class RenditionsBucket(LocalImageStore images, RenditionAccess access) : IS3Bucket
{
    public string Name => BucketNames.Renditions;

    public bool IsWritable => false;

    public string CacheControl => RenditionContent.CacheControl;

    public async Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var opened = images.OpenRenditionObject(key);
        if (opened is not null && !await access.AllowsAsync(key, cancellationToken))
        {
            opened.Dispose();
            throw S3Errors.AccessDenied("The rendition is not published: its image is being processed, or it is in quarantine, or it was replaced.");
        }

        return opened;
    }

    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken) => images.ListAsync(query, cancellationToken);
}
