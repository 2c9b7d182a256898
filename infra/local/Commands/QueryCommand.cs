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
        var options = new QueryOptions(SavedQuery.All.ToDictionary(query => query.Name, query => query.Sql));
        var data = DataFolderOption.Create();
        var command = new Command("query", "Run SQL over the catalogue, which it writes as Parquet files first if they are older.");
        options.AddTo(command);
        command.Options.Add(data);
        command.SetAction(async (result, cancellationToken) =>
        {
            var query = options.ReadQuery(result);
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var lake = new LocalLake(store, TimeProvider.System);
            using var files = await lake.LockAsync(cancellationToken);
            await lake.RefreshAsync(cancellationToken);
            var report = new QueryReport(options.IsJson(result));
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
