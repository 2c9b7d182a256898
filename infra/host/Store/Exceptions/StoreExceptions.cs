using System.Globalization;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Another process uses the data folder.</summary>
public sealed class FolderInUseException(string folder, int? processId) : IOException(
    $"The data folder {folder} is in use by {(processId is { } id ? $"process {id.ToString(CultureInfo.InvariantCulture)}" : "another process")}. "
    + "Only one host can use a folder: stop that process, or choose another folder.")
{
    /// <summary>Id of the other process; null if it is unknown.</summary>
    public int? ProcessId { get; } = processId;
}

/// <summary>The data folder cannot be written: the file system is read-only, or its permissions do not allow it.</summary>
public sealed class FolderNotWritableException(string folder, Exception cause) : IOException(
    $"The data folder {folder} cannot be written ({cause.Message.TrimEnd('.')}). Make it writable for this user, or choose another folder.",
    cause);

/// <summary>The disk of the data folder is full, so that the folder cannot be opened.</summary>
public sealed class FolderFullException(string folder, Exception cause) : IOException(
    $"The disk of the data folder {folder} is full. Free some space there, then run the command again. What was stored before stays, and unfinished executions continue at the next start.",
    cause);

/// <summary>Originals exist, but the database that says what they are does not.</summary>
public sealed class DatabaseMissingException(string folder, bool isEmpty) : IOException(
    $"The data folder {folder} has originals, but its pipeline.db is {(isEmpty ? "empty" : "missing")}. Restore it from a backup, or rebuild it from the originals: "
    + "run `image-pipeline repair` (`dotnet run --project infra/local -- repair`). Nothing was changed.");

/// <summary>The database file cannot be read as one.</summary>
public sealed class DatabaseDamagedException(string folder, Exception cause) : IOException(
    $"The database {Path.Combine(folder, "pipeline.db")} is damaged ({cause.Message.TrimEnd('.')}). Restore it from a backup, or rebuild it from the originals: "
    + "run `image-pipeline repair` (`dotnet run --project infra/local -- repair`).",
    cause);

/// <summary>A repair created a new database and did not come to its end.</summary>
public sealed class RepairInterruptedException(string folder) : IOException(
    $"The repair of the data folder {folder} was interrupted, so its database does not know all originals yet. "
    + "Run `image-pipeline repair` (`dotnet run --project infra/local -- repair`) again.");

/// <summary>The folder is not a data folder.</summary>
public sealed class FolderNotFoundException(string folder)
    : IOException($"{folder} is not a data folder: it has no pipeline.db. The host creates it when it starts.");

/// <summary>A newer version of the program wrote the data folder.</summary>
public sealed class NewerFormatException(string path, int found, int known) : IOException(
    $"{path} has format {found}, but this version reads formats up to {known} only. Update the program. Nothing was changed.");

/// <summary>An older version of the program wrote the data folder, and a reader cannot migrate it.</summary>
public sealed class OlderFormatException(string path, int found, int needed)
    : IOException($"{path} has format {found}, but format {needed} is needed. Start the host on this folder once: it migrates the format.")
{
    /// <summary>Format of the folder; 0 if the database is empty.</summary>
    public int Found { get; } = found;
}

/// <summary>The data folder was moved to a file system that ignores case.</summary>
public sealed class FolderCaseException(string folder) : IOException(
    $"The data folder {folder} was created on a case-sensitive file system, but this file system ignores case: two keys "
    + "could share one file. Move the folder back, or upload the originals to a new folder here.");

/// <summary>The key is not valid: it must have 1 to 1,024 bytes of valid UTF-8.</summary>
public sealed class InvalidKeyException(string key, string found)
    : ArgumentException($"The key '{key}' {found}. A key has 1 to 1,024 bytes of UTF-8.");

/// <summary>The upload is larger than allowed.</summary>
public sealed class UploadTooLargeException(string key, long maxBytes)
    : IOException($"The upload {BucketNames.Uploads}/{key} is larger than the maximum of {maxBytes} bytes. Nothing was stored.");

/// <summary>The condition of an upload is not met: the key does not have the original that the upload may replace.</summary>
public sealed class UploadConditionException(string key, string? expected, string? found) : IOException(
    $"The upload {BucketNames.Uploads}/{key} may only replace {Describe(expected)}, but the key has {Describe(found)}. Nothing was stored.")
{
    /// <summary>Entity tag of the original under the key; null if there is none.</summary>
    public string? Found { get; } = found;

    private static string Describe(string? etag) => etag is null ? "no original" : $"the original with entity tag {etag}";
}

/// <summary>An upload's content does not have the checksum that its sender declared.</summary>
public sealed class ChecksumMismatchException(string key, string expected, string found) : IOException(
    $"The upload {BucketNames.Uploads}/{key} has MD5 {found}, but its sender declared {expected}. Nothing was stored. Send it again.");

/// <summary>Queued events of an execution could not be written, so its history ends before them.</summary>
public sealed class HistoryLostException(string arn, Exception cause) : IOException(
    $"The history of {arn} could not be written ({cause.Message}). It ends at the last durable event: resume the execution from there.",
    cause);

/// <summary>No execution has this ARN.</summary>
public sealed class ExecutionNotFoundException(string arn) : KeyNotFoundException($"There is no execution {arn}.");

/// <summary>There is no multipart upload with this id and key: it was never created, or it was completed or aborted.</summary>
public sealed class MultipartUploadNotFoundException(string key, string uploadId)
    : KeyNotFoundException($"There is no multipart upload {uploadId} of {BucketNames.Uploads}/{key}.");
