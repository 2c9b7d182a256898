using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Aws.Calls;
using Pipeline.Cloud.Events;
using Pipeline.Cloud.Stack;
using Pipeline.EventPatterns;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>events list</c>, <c>redrive</c> and <c>replay</c>: events that started no execution, and archived ones.</summary>
internal static class EventsCommand
{
    public static Command Create() =>
        new("events", "List and redrive events that started no execution, and replay archived ones.") { CreateListCommand(), CreateRedriveCommand(), CreateReplayCommand() };

    private static Command CreateListCommand()
    {
        var stack = new StackOptions();
        var limit = ListOptions.CreateLimit("Maximum number of events.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List the events in the dead-letter queue. They stay there.") { limit, json };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            var remaining = result.GetValue(limit);
            using var sqs = StackClients.CreateSqs(deployed);
            await using var queue = Open(deployed, sqs);
            await foreach (var batch in queue.ReceiveAsync(cancellationToken))
            {
                foreach (var letter in batch.Take(remaining))
                {
                    Console.WriteLine(result.GetValue(json) ? ToJson(letter) : Describe(letter, letter.Problem is { } problem ? $"starts nothing: {problem}" : letter.Error));
                }

                remaining -= batch.Count;
                if (remaining <= 0)
                {
                    break;
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRedriveCommand()
    {
        var stack = new StackOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Start nothing and delete nothing; only print what would be done." };
        var command = new Command("redrive", "Start the executions of all events in the dead-letter queue. Messages that are no events of this stack stay there.") { dryRun };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            var isDryRun = result.GetValue(dryRun);
            var counts = new Dictionary<RedriveResult, int>();
            using var sqs = StackClients.CreateSqs(deployed);
            using var stepFunctions = StackClients.CreateStepFunctions(deployed);
            await using var queue = Open(deployed, sqs);
            await new EventRedrive(queue, stepFunctions, deployed).RunAsync(
                isDryRun,
                redriven =>
                {
                    counts[redriven.Result] = counts.GetValueOrDefault(redriven.Result) + 1;
                    Console.WriteLine(Describe(redriven.Letter, redriven.Result switch
                    {
                        RedriveResult.Started => $"{(isDryRun ? "would start" : "started")} {redriven.Execution}",
                        RedriveResult.StartedBefore => $"was started before: {redriven.Execution}",
                        _ => $"left: {redriven.Letter.Problem}",
                    }));
                },
                cancellationToken);
            var left = counts.GetValueOrDefault(RedriveResult.Left);
            Console.WriteLine(
                $"{counts.GetValueOrDefault(RedriveResult.Started)} {(isDryRun ? "to start" : "started")}, {counts.GetValueOrDefault(RedriveResult.StartedBefore)} started before, {left} left in the queue");
            return left == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static Command CreateReplayCommand()
    {
        var stack = new StackOptions();
        var from = CreateTime("--from", "Time of the first event, such as 2026-11-21T10:00:00Z.");
        var to = CreateTime("--to", "Time after the last event.");
        var command = new Command("replay", "Send archived events through the rule again (needs the setting eventArchiveDays).") { from, to };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (first, last) = (result.GetRequiredValue(from), result.GetRequiredValue(to));
            if (first >= last)
            {
                throw new UsageException($"--from is {first:u}; it must be before --to, {last:u}.");
            }

            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var http = new HttpClient();
            var name = await new EventReplay(AwsJsonClient.Create(http, AwsJsonService.EventBridge, deployed.Region), deployed, TimeProvider.System)
                .StartAsync(first, last, cancellationToken);
            Console.WriteLine($"Replay {name} started. Follow it with `aws events describe-replay --replay-name {name} --region {deployed.Region}`.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<DateTimeOffset> CreateTime(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        Required = true,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                result.AddError($"{name} is '{text}'; it must be a date and time, such as 2026-11-21T10:00:00Z.");
            }

            return time;
        },
    };

    private static DeadLetterQueue Open(DeployedStack stack, Amazon.SQS.IAmazonSQS sqs)
    {
        if (stack.EventDeadLetters.Length == 0 || stack.EventPatterns.Count == 0)
        {
            throw new UsageException("The stack does not say where its dead-lettered events are. It was deployed by an older version: run `pulumi up`.");
        }

        var patterns = stack.EventPatterns.Select(EventPattern.Parse).ToArray();
        return new(sqs, stack.EventDeadLetters, @event =>
            patterns.All(pattern => pattern.Matches(@event)) ? null : "the stack's rules do not route this event to the state machine");
    }

    private static string Describe(DeadLetter letter, string? what)
    {
        var subject = letter.Event is null ? $"message {letter.MessageId}" : $"{letter.Event.DetailType}  {letter.ImageId}";
        return TerminalText.Escape($"{letter.Event?.Time ?? letter.SentAt:yyyy-MM-dd HH:mm:ss}Z  {subject}{(what is null ? "" : $"  {what}")}");
    }

    private static string ToJson(DeadLetter letter) => new JsonObject
    {
        ["messageId"] = letter.MessageId,
        ["sentAt"] = letter.SentAt?.ToString("O", CultureInfo.InvariantCulture),
        ["eventId"] = letter.Event?.Id,
        ["detailType"] = letter.Event?.DetailType,
        ["time"] = letter.Event?.Time.ToString("O", CultureInfo.InvariantCulture),
        ["imageId"] = letter.ImageId,
        ["error"] = letter.Error,
        ["problem"] = letter.Problem,
    }.ToJsonString();
}
