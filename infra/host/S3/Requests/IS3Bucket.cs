using Pipeline.Core.Storage;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.S3.Requests;

/// <summary>What can be read of a bucket.</summary>
internal interface IS3Bucket
{
    string Name { get; }

    /// <summary>Whether clients may put and delete.</summary>
    bool IsWritable { get; }

    /// <summary>What its objects' readers may keep.</summary>
    string CacheControl { get; }

    /// <returns>The object, open for reading; null when there is none.</returns>
    Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken);

    Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken);
}

/// <summary>Originals.</summary>
internal sealed class UploadsBucket(UploadStore uploads) : IS3Bucket
{
    public string Name => BucketNames.Uploads;

    public bool IsWritable => true;

    /// <summary>Kept, but asked after each time: a key may get another original.</summary>
    public string CacheControl => "no-cache";

    public Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken) => uploads.OpenAsync(key, cancellationToken);

    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken) => uploads.ListAsync(query, cancellationToken);
}

/// <summary>What the pipeline made of them.</summary>
internal sealed class RenditionsBucket(LocalImageStore images) : IS3Bucket
{
    public string Name => BucketNames.Renditions;

    public bool IsWritable => false;

    public string CacheControl => RenditionContent.CacheControl;

    public Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken) => Task.FromResult(images.OpenRenditionObject(key));

    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken) => images.ListAsync(query, cancellationToken);
}
