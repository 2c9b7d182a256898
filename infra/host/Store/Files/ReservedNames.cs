using System.Collections.Frozen;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Names that Windows reserves for devices, with any extension. Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
/// </summary>
internal static class ReservedNames
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. "0123456789¹²³".SelectMany(digit => (string[])[$"COM{digit}", $"LPT{digit}"]),
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Names.Contains((dot < 0 ? name : name[..dot]).TrimEnd(' '));
    }
}
