using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store.Multipart;

/// <summary>
/// The folder of one multipart upload: <c>upload.json</c> and a file <c>00001.{entity tag}</c> for every part,
/// whose name ends in <c>.{algorithm}.{checksum}</c> if it has a checksum. When the upload is
/// complete, <c>completed.json</c> replaces the parts.
/// </summary>
internal sealed class MultipartFolder
{
    private const string UploadFile = "upload.json";
    private const string CompletedFile = "completed.json";

    private readonly DataFolder _folder;
    private readonly string _path;

    private MultipartFolder(DataFolder folder, string path, MultipartUpload upload, CompletedUpload? completed) =>
        (_folder, _path, Upload, Completed) = (folder, path, upload, completed);

    public MultipartUpload Upload { get; }

    /// <summary>Outcome of the completed upload; null while it is in progress.</summary>
    public CompletedUpload? Completed { get; }

    public static Task CreateAsync(DataFolder folder, MultipartUpload upload, CancellationToken cancellationToken) =>
        WriteAsync(folder, Path.Combine(folder.Multipart, upload.Id, UploadFile), upload, StoreJson.Default.MultipartUpload, cancellationToken);

    /// <returns>Null if there is no such upload.</returns>
    public static MultipartFolder? Find(DataFolder folder, string id) =>
        // Ids come from clients and are names of folders, so only exact GUIDs are accepted.
        Guid.TryParseExact(id, "N", out var known) && known.ToString("N") == id ? Read(folder, Path.Combine(folder.Multipart, id)) : null;

    public static IReadOnlyList<MultipartFolder> ReadAll(DataFolder folder) => Directory.Exists(folder.Multipart)
        ? Directory.GetDirectories(folder.Multipart).Select(path => Read(folder, path)).OfType<MultipartFolder>().ToList()
        : [];

    /// <summary>Moves a staged part into place.</summary>
    public UploadedPart PlacePart(int number, StagedUpload staged, ObjectChecksum? checksum = null)
    {
        var path = GetPartPath(new(number, staged.Size, staged.ETag, default, checksum));
        Disk.Move(Path.Combine(_folder.Temporary, staged.Name), path);
        Disk.SyncFolder(_path);
        foreach (var replaced in Directory.GetFiles(_path, $"{number:D5}.*").Where(file => file != path))
        {
            Disk.Delete(replaced);
        }

        return Describe(path);
    }

    /// <summary>Parts by number.</summary>
    /// <exception cref="MultipartUploadNotFoundException">The upload was removed meanwhile.</exception>
    public IReadOnlyList<UploadedPart> ListParts()
    {
        try
        {
            // A crash may leave a part together with the one that it replaces: the newer one counts.
            return Directory.GetFiles(_path)
                .Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0]))
                .Select(Describe)
                .GroupBy(part => part.Number)
                .Select(same => same.MaxBy(part => part.LastModified)!)
                .OrderBy(part => part.Number)
                .ToList();
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            throw new MultipartUploadNotFoundException(Upload.Key, Upload.Id);
        }
    }

    public FileStream Open(UploadedPart part) =>
        Disk.TryOpen(GetPartPath(part)) ?? throw new MultipartUploadNotFoundException(Upload.Key, Upload.Id);

    /// <summary>Replaces the parts by the outcome.</summary>
    public async Task CompleteAsync(CompletedUpload completed, CancellationToken cancellationToken)
    {
        await WriteAsync(_folder, Path.Combine(_path, CompletedFile), completed, StoreJson.Default.CompletedUpload, cancellationToken);
        foreach (var part in ListParts())
        {
            Disk.Delete(GetPartPath(part));
        }
    }

    public void Delete() => OpenFiles.Retry(() => Directory.Delete(_path, recursive: true));

    private string GetPartPath(UploadedPart part)
    {
        // As Base64 that is safe in the name of a file.
        var checksum = part.Checksum is { } known ? $".{known.Algorithm}.{Base64Url.EncodeToString(Convert.FromBase64String(known.Value))}" : "";
        return Path.Combine(_path, $"{part.Number:D5}.{part.ETag}{checksum}");
    }

    private static UploadedPart Describe(string path)
    {
        var file = new FileInfo(path);
        var name = file.Name.Split('.');
        var checksum = name is [_, _, var algorithm, var value] ? new ObjectChecksum(algorithm, Convert.ToBase64String(Base64Url.DecodeFromChars(value))) : null;
        return new(int.Parse(name[0], CultureInfo.InvariantCulture), file.Length, name[1], file.LastWriteTimeUtc, checksum);
    }

    private static MultipartFolder? Read(DataFolder folder, string path)
    {
        var upload = Read(Path.Combine(path, UploadFile), StoreJson.Default.MultipartUpload);
        return upload is null ? null : new(folder, path, upload, Read(Path.Combine(path, CompletedFile), StoreJson.Default.CompletedUpload));
    }

    private static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        using var file = Disk.TryOpen(path);
        return file is null ? null : JsonSerializer.Deserialize(file, type);
    }

    /// <summary>Writes a file atomically; durable when it completes.</summary>
    private static async Task WriteAsync<T>(DataFolder folder, string path, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(folder.Temporary, DataFolder.CreateTemporaryName());
        await using (var file = Disk.CreateFile(temporary))
        {
            await JsonSerializer.SerializeAsync(file, value, type, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        Disk.Move(temporary, path);
        Disk.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
