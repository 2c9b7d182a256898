namespace Pipeline.Local.Reporting;

/// <summary>How much the reporters for people print of each image.</summary>
/// <param name="IsVerbose">Print a report for every image, however many there are.</param>
/// <param name="IsEndless">Images come until the user stops the program. Each gets at least a line, because the summary may be days away.</param>
internal readonly record struct ReportDetail(bool IsVerbose = false, bool IsEndless = false)
{
    /// <summary>Of more images, only a summary and what went wrong are printed. Reports of so many fit on a screen or two.</summary>
    public const int MaxReports = 10;

    /// <summary>Whether each of so many images gets a report.</summary>
    public bool HasReports(int images) => IsVerbose || images <= MaxReports;
}
