namespace Pipeline.Local.Store;

/// <summary>How this data folder names its files: decided when it is made, by the file system that it is made on.</summary>
internal static class FileNames
{
    private const string Setting = "file names";
    private const string TellCase = "case told";
    private const string FoldCase = "case folded";

    /// <summary>Decides for a new folder, checks an old one.</summary>
    /// <exception cref="FolderCaseException">The folder was moved to a file system that it cannot live on.</exception>
    public static KeyPaths Settle(SqlSession session, DataFolder folder)
    {
        var found = folder.FoldsCase() ? FoldCase : TellCase;
        session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", Setting, found);
        var paths = Paths(session);
        return found == FoldCase && !paths.FoldsCase ? throw new FolderCaseException(folder.Root) : paths;
    }

    public static KeyPaths Paths(SqlSession session) =>
        new(session.First("SELECT value FROM settings WHERE name = $1", row => row.GetString(0), Setting) == FoldCase);
}
