using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Files;

/// <summary>How a data folder names its files. The file system decides when the folder is created.</summary>
internal static class FileNaming
{
    private const string SettingName = "file names";
    private const string CaseSensitive = "case told";
    private const string CaseInsensitive = "case folded";
    private const string Windows = "windows";

    /// <summary>Decides for a new folder, and checks an existing one.</summary>
    /// <exception cref="FolderCaseException">The folder was moved from a case-sensitive file system to one that ignores case.</exception>
    public static KeyPaths DetermineKeyPaths(SqlSession session, DataFolder folder)
    {
        var isCaseInsensitive = folder.IsCaseInsensitive();
        session.Execute(
            "INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            SettingName, ToText(Choose(OperatingSystem.IsWindows(), isCaseInsensitive)));
        var paths = ReadKeyPaths(session);
        return isCaseInsensitive && paths.Rules == NamingRules.CaseSensitive ? throw new FolderCaseException(folder.Root) : paths;
    }

    public static KeyPaths ReadKeyPaths(SqlSession session) =>
        new(FromText(session.QueryFirst("SELECT value FROM settings WHERE name = $1", row => row.GetString(0), SettingName)));

    /// <summary>The rules of a new folder.</summary>
    public static NamingRules Choose(bool isWindows, bool isCaseInsensitive) =>
        isWindows ? NamingRules.Windows : isCaseInsensitive ? NamingRules.CaseInsensitive : NamingRules.CaseSensitive;

    private static string ToText(NamingRules rules) => rules switch
    {
        NamingRules.Windows => Windows,
        NamingRules.CaseInsensitive => CaseInsensitive,
        _ => CaseSensitive,
    };

    private static NamingRules FromText(string? text) => text switch
    {
        Windows => NamingRules.Windows,
        CaseInsensitive => NamingRules.CaseInsensitive,
        _ => NamingRules.CaseSensitive,
    };
}
