using System.Globalization;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Another process works on the data folder.</summary>
public sealed class FolderInUseException(string folder, int? processId) : IOException(
    $"The data folder {folder} is in use by {(processId is { } id ? $"process {id.ToString(CultureInfo.InvariantCulture)}" : "another process")}. "
    + "Only one host may work on a folder: end that one, or choose another folder.")
{
    /// <summary>The other process, if it could be told.</summary>
    public int? ProcessId { get; } = processId;
}

/// <summary>There is nothing to read.</summary>
public sealed class FolderNotFoundException(string folder)
    : IOException($"{folder} is no data folder: it holds no pipeline.db. A host makes one when it starts.");

/// <summary>A newer version of the program wrote the data folder.</summary>
public sealed class NewerFormatException(string path, int found, int known) : IOException(
    $"{path} has format {found}, and this version knows formats up to {known} only. Update the program; nothing was changed.");

/// <summary>An older version of the program wrote the data folder, and readers change nothing.</summary>
public sealed class OlderFormatException(string path, int found, int needed)
    : IOException($"{path} has format {found}, {needed} is needed. Start the host once on this folder: it brings the format up to date.");

/// <summary>The data folder was moved to a file system that does not tell upper from lower case.</summary>
public sealed class FolderCaseException(string folder) : IOException(
    $"The data folder {folder} was made on a file system that tells upper from lower case, and this one does not: two keys "
    + "could share one file. Move it back, or upload the originals to a new folder here.");

/// <summary>A key must be 1 to 1,024 bytes of valid UTF-8.</summary>
public sealed class InvalidKeyException(string key, string found)
    : ArgumentException($"The key '{key}' {found}; a key is 1 to 1,024 bytes of UTF-8.");

/// <summary>An upload holds more bytes than allowed.</summary>
public sealed class UploadTooLargeException(string key, long maxBytes)
    : IOException($"The upload {BucketNames.Uploads}/{key} holds more than the allowed {maxBytes} bytes; nothing of it was kept.");

/// <summary>An upload was to replace something else than what is there.</summary>
public sealed class UploadConditionException(string key, string? expected, string? found) : IOException(
    $"The upload {BucketNames.Uploads}/{key} was to replace {Name(expected)}, and {Name(found)} is there; nothing of it was kept.")
{
    /// <summary>Entity tag of the original that is there; null: none is.</summary>
    public string? Found { get; } = found;

    private static string Name(string? etag) => etag is null ? "nothing" : $"the original with entity tag {etag}";
}

/// <summary>An upload's bytes are not those that its sender named.</summary>
public sealed class ChecksumMismatchException(string key, string expected, string found) : IOException(
    $"The upload {BucketNames.Uploads}/{key} has MD5 {found}, and {expected} was announced; nothing of it was kept. Send it again.");

/// <summary>Events of an execution could not be written behind its back, so its history ends before them.</summary>
public sealed class HistoryLostException(string arn, Exception cause) : IOException(
    $"The history of {arn} could not be written ({cause.Message}). It ends at its last durable event: resume the execution from there.",
    cause);

/// <summary>No execution has this ARN.</summary>
public sealed class ExecutionNotFoundException(string arn) : KeyNotFoundException($"There is no execution {arn}.");

/// <summary>No multipart upload has this id under this key: it was never created, or is completed or aborted.</summary>
public sealed class MultipartUploadNotFoundException(string key, string uploadId)
    : KeyNotFoundException($"There is no multipart upload {uploadId} of {BucketNames.Uploads}/{key}.");
