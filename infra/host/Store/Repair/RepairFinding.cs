namespace Pipeline.Host.Store.Repair;

/// <summary>What a repair found.</summary>
public enum RepairFindingKind
{
    /// <summary>A file of an original that the database does not know. It is processed as an upload.</summary>
    OriginalFound,

    /// <summary>An original whose file is gone. Its record is marked as deleted.</summary>
    OriginalMissing,

    /// <summary>An original whose file no longer has the recorded content. What it is now is processed as an upload.</summary>
    OriginalChanged,

    /// <summary>A record of an original that does not exist. It is marked as deleted.</summary>
    RecordWithoutOriginal,

    /// <summary>A rendition of a record that is gone. The image is processed again.</summary>
    RenditionMissing,

    /// <summary>A rendition whose file has another size or is no image any more. The image is processed again.</summary>
    RenditionDamaged,

    /// <summary>A file that the store did not write. It stays where it is.</summary>
    UnknownFile,
}

/// <summary>One finding of a repair.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Subject">Key of the original or rendition, or path of a file.</param>
public sealed record RepairFinding(RepairFindingKind Kind, string Subject);

/// <summary>What a repair found and did.</summary>
/// <param name="IsRebuilt">Whether the database was missing, empty or damaged, so that a new one was created.</param>
/// <param name="Originals">Number of originals whose content was read.</param>
/// <param name="Renditions">Number of renditions that records show.</param>
/// <param name="Findings">Everything that was not as recorded, by kind and subject.</param>
/// <param name="Events">Number of recorded events. The next start of the pipeline processes them.</param>
public sealed record RepairReport(bool IsRebuilt, int Originals, int Renditions, IReadOnlyList<RepairFinding> Findings, int Events);
