using System.CommandLine;
using Pipeline.Aws.Calls;
using Pipeline.Cloud.Queries;
using Pipeline.Cloud.Stack;
using Pipeline.Lake.Queries;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>query</c>: SQL over a stack's data lake by Athena, as the local host's <c>query</c> runs it on one machine.</summary>
internal static class CloudQueryCommand
{
    public static Command Create()
    {
        var options = new QueryOptions(SavedQuery.All.ToDictionary(query => query.Name, query => query.Sql));
        var stack = new StackOptions();
        var command = new Command("query", "Run SQL over the catalogue as of last night, by Athena. It prints what the query scanned, and its price.");
        options.AddTo(command);
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var query = SelectStatement.Require(options.ReadQuery(result));
            var isJson = options.IsJson(result);
            var deployed = await stack.ReadAsync(result, cancellationToken);
            if (deployed is not { LakeWorkgroup.Length: > 0, LakeDatabase.Length: > 0 })
            {
                var name = result.GetValue(stack.Stack) is { } named ? $" --stack {named}" : "";
                throw new UsageException($"The stack has no data lake. Switch it on with `pulumi config set lake true{name}` and `pulumi up{name}`; the first export is that of the next night.");
            }

            using var http = new HttpClient();
            var athena = AwsJsonClient.Create(http, AwsJsonService.Athena, deployed.Region);
            var report = new QueryReport(isJson);
            var scanned = await new AthenaQuery(athena, deployed.LakeWorkgroup, deployed.LakeDatabase, TimeProvider.System, Console.Error.WriteLine)
                .RunAsync(query, report.SetColumns, report.Add, cancellationToken);
            report.Finish();
            // Standard output has nothing but rows then.
            await (isJson ? Console.Error : Console.Out).WriteLineAsync(QueryPrice.Describe(scanned));
            return ExitCodes.Success;
        });
        return command;
    }
}
