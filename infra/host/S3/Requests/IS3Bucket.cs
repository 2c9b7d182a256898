using Pipeline.Core.Storage;
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

/// <summary>The bucket of the renditions.</summary>
internal sealed class RenditionsBucket(LocalImageStore images) : IS3Bucket
{
    public string Name => BucketNames.Renditions;

    public bool IsWritable => false;

    public string CacheControl => RenditionContent.CacheControl;

    public Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken) => Task.FromResult(images.OpenRenditionObject(key));

    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken) => images.ListAsync(query, cancellationToken);
}
