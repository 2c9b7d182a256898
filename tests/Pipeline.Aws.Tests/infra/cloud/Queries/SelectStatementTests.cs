using Pipeline.Cloud.Queries;
using Pipeline.Terminal.Commands;

namespace Pipeline.Aws.Tests.Cloud.Queries;

public sealed class SelectStatementTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("select 1 ;", "select 1 ")]
    [InlineData("SELECT 1; -- all of it", "SELECT 1")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a", "WITH a AS (SELECT 1) SELECT * FROM a")]
    [InlineData("(SELECT 1) UNION ALL (SELECT 2)", "(SELECT 1) UNION ALL (SELECT 2)")]
    [InlineData("/* why */ -- and\n ( ( SELECT 1))", "/* why */ -- and\n ( ( SELECT 1))")]
    [InlineData("VALUES 1, 2", "VALUES 1, 2")]
    [InlineData("SELECT 'a;b''; c' AS \"x;\"\"y\" /* ; */ -- ;", "SELECT 'a;b''; c' AS \"x;\"\"y\" /* ; */ -- ;")]
    [InlineData("SELECT 'open", "SELECT 'open")]
    [InlineData("SELECT 1 /* open ;", "SELECT 1 /* open ;")]
    public void QueryPassesWithoutItsSemicolon(string sql, string sent) => Assert.Equal(sent, SelectStatement.Require(sql));

    [Theory]
    [InlineData("")]
    [InlineData("-- SELECT 1")]
    [InlineData("/* SELECT 1")]
    [InlineData(";SELECT 1")]
    [InlineData("SELECT 1;;")]
    [InlineData("SELECT 1; DROP TABLE images")]
    [InlineData("SELECT '\\'; DROP TABLE images; --'")]
    [InlineData("SELECT 1 --\n; DROP TABLE images")]
    [InlineData("SELECT 1 --\r; DROP TABLE images")]
    [InlineData("SELECT 1 /* /* */ ; DROP TABLE images")]
    [InlineData("SELECTED")]
    [InlineData("SELECT_1")]
    [InlineData("/* SELECT */ DELETE FROM images")]
    [InlineData("INSERT INTO images SELECT * FROM images")]
    [InlineData("CREATE TABLE a AS SELECT 1")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/'")]
    [InlineData("EXPLAIN ANALYZE SELECT 1")]
    [InlineData("EXECUTE a")]
    public void EverythingElseIsRefused(string sql) =>
        Assert.Equal("Only one SELECT at a time: the tables come from the catalogue and cannot be changed.", Assert.Throws<UsageException>(() => SelectStatement.Require(sql)).Message);
}
