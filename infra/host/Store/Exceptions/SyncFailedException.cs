namespace Pipeline.Host.Store.Exceptions;

/// <summary>A rendition did not reach the disk. Its data may be lost, so nothing is recorded until the host starts again.</summary>
public sealed class SyncFailedException(Exception cause) : IOException(
    $"A rendition could not be written to disk ({cause.Message}), so the host stops recording. Repair the disk and "
    + "start the host again: it repeats what was not recorded.",
    cause);
