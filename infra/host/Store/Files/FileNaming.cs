using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Files;

/// <summary>How a data folder names its files. The file system decides when the folder is created.</summary>
internal static class FileNaming
{
    private const string SettingName = "file names";
    private const string CaseSensitive = "case told";
    private const string CaseInsensitive = "case folded";

    /// <summary>Decides for a new folder, and checks an existing one.</summary>
    /// <exception cref="FolderCaseException">The folder was moved from a case-sensitive file system to one that ignores case.</exception>
    public static KeyPaths DetermineKeyPaths(SqlSession session, DataFolder folder)
    {
        var actual = folder.IsCaseInsensitive() ? CaseInsensitive : CaseSensitive;
        session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", SettingName, actual);
        var paths = ReadKeyPaths(session);
        return actual == CaseInsensitive && !paths.IsCaseInsensitive ? throw new FolderCaseException(folder.Root) : paths;
    }

    public static KeyPaths ReadKeyPaths(SqlSession session) =>
        new(session.QueryFirst("SELECT value FROM settings WHERE name = $1", row => row.GetString(0), SettingName) == CaseInsensitive);
}
