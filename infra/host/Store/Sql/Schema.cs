using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Sql;

/// <summary>Format of the database: <c>PRAGMA user_version</c> is the number of applied migrations.</summary>
internal static class Schema
{
    /// <summary>Append only: a released migration never changes.</summary>
    private static readonly string[] Migrations =
    [
        SchemaVersion1.Script, SchemaVersion2.Script, SchemaVersion3.Script, SchemaVersion4.Script, SchemaVersion5.Script, SchemaVersion6.Script,
        SchemaVersion7.Script, SchemaVersion8.Script, SchemaVersion9.Script, SchemaVersion10.Script, SchemaVersion11.Script, SchemaVersion12.Script,
        SchemaVersion13.Script, SchemaVersion14.Script, SchemaVersion15.Script, SchemaVersion16.Script,
    ];

    /// <exception cref="DatabaseMissingException">The database has no format, and may not be new.</exception>
    public static void Migrate(SqlSession session, string path, bool mayBeNew = true)
    {
        var version = ReadVersion(session, path);
        if (version == 0 && !mayBeNew)
        {
            throw new DatabaseMissingException(Path.GetDirectoryName(path)!, isEmpty: true);
        }

        if (version < Migrations.Length)
        {
            // One transaction, so that a crash cannot leave a format that readers refuse.
            session.ExecuteScript($"BEGIN IMMEDIATE; {string.Join(';', Migrations[version..])}; PRAGMA user_version = {Migrations.Length}; COMMIT;");
        }
    }

    /// <summary>A reader cannot migrate, so the database must have the current format.</summary>
    /// <exception cref="OlderFormatException">The database has an older format.</exception>
    public static void EnsureCurrent(SqlSession session, string path)
    {
        var version = ReadVersion(session, path);
        if (version < Migrations.Length)
        {
            throw new OlderFormatException(path, version, Migrations.Length);
        }
    }

    private static int ReadVersion(SqlSession session, string path)
    {
        var version = (int)session.QueryNumber("PRAGMA user_version");
        return version <= Migrations.Length ? version : throw new NewerFormatException(path, version, Migrations.Length);
    }
}
