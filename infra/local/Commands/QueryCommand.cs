using System.CommandLine;
using System.Text.Json.Nodes;
using Pipeline.Lake.Queries;
using Pipeline.Local.Queries;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>query</c>: SQL over the catalogue, as Athena runs it over a stack's.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var sql = new Argument<string?>("SQL") { Description = "A query over the tables images, renditions and outcomes.", Arity = ArgumentArity.ZeroOrOne };
        string[] names = [.. SavedQuery.All.Select(query => query.Name)];
        var saved = new Option<string?>("--saved") { Description = "Run a saved query.", HelpName = string.Join('|', names) };
        saved.RequireOneOf(names);
        var json = new Option<bool>("--json") { Description = "Print one JSON object per row." };
        var data = DataFolderOption.Create();
        var command = new Command(
            "query", "Run SQL over the catalogue, which it writes as Parquet files first if they are older.") { sql, saved, json, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            var query = (result.GetValue(sql), result.GetValue(saved)) switch
            {
                ({ } text, null) when !string.IsNullOrWhiteSpace(text) => text,
                (null, { } name) => SavedQuery.All.Single(known => known.Name == name).Sql,
                _ => throw new UsageException("Give a query, such as \"SELECT count(*) FROM images\", or --saved with the name of one."),
            };
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var lake = new LocalLake(store, TimeProvider.System);
            using var files = await lake.LockAsync(cancellationToken);
            await lake.RefreshAsync(cancellationToken);
            var report = new QueryReport(result.GetValue(json));
            await QueryProgram.RunAsync(lake.Folder, lake.CreateViews(), [query], line => Report(report, line), cancellationToken);
            report.Finish();
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Report(QueryReport report, JsonObject line)
    {
        if (line["columns"] is JsonArray columns)
        {
            report.SetColumns([.. columns.Select(column => (column!["name"]!.GetValue<string>(), column["type"]!.GetValue<string>()))]);
        }
        else if (line["row"] is JsonArray row)
        {
            report.Add([.. row]);
        }
    }
}
