namespace Pipeline.Lake.Export;

/// <summary>The files of an export are not those that it wrote. Readers still see the export before.</summary>
public sealed class ExportDisturbedException(string export, long found, long written) : Exception(
    $"Export {export} wrote {written} files, and {found} are there: another export ran at the same time, or somebody changed them. Start another export.");
