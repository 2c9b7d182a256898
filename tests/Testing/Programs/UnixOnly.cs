namespace Pipeline.Testing.Programs;

/// <summary>A test that needs something that Windows does not have. It is skipped by name there.</summary>
/// <param name="need">What it needs: <c>a shell script</c>.</param>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute(string need) => Skip = UnixOnly.SkipReason(need);
}

/// <inheritdoc cref="UnixFactAttribute"/>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute(string need) => Skip = UnixOnly.SkipReason(need);
}

internal static class UnixOnly
{
    public static string? SkipReason(string need) => OperatingSystem.IsWindows() ? $"needs {need} (not on Windows)" : null;
}
