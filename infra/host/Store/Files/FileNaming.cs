using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Files;

/// <summary>How this data folder names its files: decided when it is made, by the file system that it is made on.</summary>
internal static class FileNaming
{
    private const string SettingName = "file names";
    private const string CaseSensitive = "case told";
    private const string CaseInsensitive = "case folded";

    /// <summary>Decides for a new folder, checks an old one.</summary>
    /// <exception cref="FolderCaseException">The folder was moved to a file system that it cannot live on.</exception>
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
