using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Sql;

/// <summary>Format of the database: <c>PRAGMA user_version</c> counts the migrations that were applied.</summary>
internal static class Schema
{
    /// <summary>Only ever appended to: a migration that was released is never changed.</summary>
    private static readonly string[] Migrations = [SchemaVersion1.Script, SchemaVersion2.Script];

    public static void Migrate(SqlSession session, string path)
    {
        var version = ReadVersion(session, path);
        if (version < Migrations.Length)
        {
            // All at once, so that a crash on the way leaves nothing that readers would have to refuse.
            session.ExecuteScript($"BEGIN IMMEDIATE; {string.Join(';', Migrations[version..])}; PRAGMA user_version = {Migrations.Length}; COMMIT;");
        }
    }

    /// <summary>A reader cannot migrate, so it must find the format of today.</summary>
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
