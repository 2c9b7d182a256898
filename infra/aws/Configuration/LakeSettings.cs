namespace Pipeline.Infra.Configuration;

/// <param name="Schedule">When exports start, as EventBridge Scheduler spells it.</param>
/// <param name="Segments">Calls that read the table at once.</param>
/// <param name="Days">Days that files are kept.</param>
/// <param name="ByteLimit">Bytes that a query may read.</param>
internal sealed record LakeSettings(string Schedule, int Segments, int Days, int ByteLimit)
{
    /// <summary>The provider takes no less than ten of these. Source: Terraform's documentation of <c>aws_athena_workgroup</c>.</summary>
    private const int Megabyte = 1024 * 1024;

    /// <returns>Null if there is no data lake.</returns>
    public static LakeSettings? Read(SettingSource source)
    {
        var settings = new LakeSettings(
            Settings.LakeSchedule.Read(source)!, Settings.LakeSegments.ReadInt(source), Settings.LakeDays.ReadInt(source), Settings.LakeByteLimit.ReadInt(source) * Megabyte);
        return Settings.Lake.Read(source) ? settings : null;
    }
}
