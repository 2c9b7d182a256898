using System.Globalization;

namespace Pipeline.Host.Store.MapRuns;

/// <summary>
/// ARN of a child execution, which says its Map Run and its place: <c>…:execution:backfill/Images:RUN-12</c> is the child 12 of
/// <c>…:mapRun:backfill/Images:RUN</c>.
/// </summary>
public static class ChildArn
{
    /// <summary>The ARN of a child execution.</summary>
    public static string Create(string mapRunArn, string stateMachineArn, bool isExpress, int place) =>
        $"{stateMachineArn.Replace(":stateMachine:", isExpress ? ":express:" : ":execution:", StringComparison.Ordinal)}:{CreateName(mapRunArn, place)}";

    /// <summary>The name of a child execution.</summary>
    public static string CreateName(string mapRunArn, int place) =>
        $"{mapRunArn[(mapRunArn.LastIndexOf(':') + 1)..]}-{place.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The ARN of the Map Run and the place; null for an ARN that is not of a child execution.</summary>
    public static (string MapRunArn, int Place)? Parse(string arn)
    {
        var parts = arn.Split(':');
        if (parts is not [_, _, _, _, _, "execution" or "express", _, _] || !parts[6].Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var dash = parts[7].LastIndexOf('-');
        return dash > 0 && int.TryParse(parts[7].AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? ($"{string.Join(':', parts[..5])}:mapRun:{parts[6]}:{parts[7][..dash]}", place)
            : null;
    }
}
