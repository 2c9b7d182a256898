using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Aws;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>images list</c> and <c>images show</c> for a deployed stack: its catalogue in DynamoDB.</summary>
internal static class CloudImagesCommand
{
    private static readonly string[] PhotoFilters = ["--taken-after", "--taken-before", "--camera", "--keyword"];

    private static readonly Dictionary<string, ImageStatus> Statuses = ImageStatuses.Listed.ToDictionary(status => status.ToString().ToLowerInvariant());

    public static Command Create() => new("images", "List and show the images in the catalogue.") { CreateListCommand(), CreateShowCommand() };

    private static Command CreateListCommand()
    {
        var stack = new StackOptions();
        var status = ListOptions.CreateStatus("Only images with this status", Statuses);
        var limit = ListOptions.CreateLimit("Maximum number of images to list for each status.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var filters = PhotoFilters.Select(name => new Option<string?>(name) { Description = "Not in AWS: the table has no index of photos.", HelpName = "TEXT" }).ToArray();
        var command = new Command("list", "List the images that are being processed, were rejected or failed, newest first.") { status, limit, json };
        stack.AddTo(command);
        foreach (var filter in filters)
        {
            command.Options.Add(filter);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            if (filters.FirstOrDefault(filter => result.GetValue(filter) is not null) is { } unavailable)
            {
                throw new UsageException(
                    $"{unavailable.Name} needs an index that the table does not have: it would double the write of every image. Search the exported records in your data lake.");
            }

            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var dynamoDb = StackClients.CreateDynamoDB(deployed);
            var catalogue = new DynamoImageCatalogue(dynamoDb, deployed.Table);
            foreach (var listed in result.GetValue(status) is { } wanted ? [wanted] : ImageStatuses.Listed)
            {
                foreach (var record in (await catalogue.ListAsync(listed, result.GetValue(limit), null, cancellationToken)).Records)
                {
                    Console.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(record, TerminalJson.Default.ImageRecord) : Describe(record));
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShowCommand()
    {
        var key = new Argument<string>("KEY") { Description = "Key of the image." };
        var stack = new StackOptions();
        var json = new Option<bool>("--json") { Description = "Print the record as JSON." };
        var command = new Command("show", "Show one image's record, its photo and its renditions.") { key, json };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var dynamoDb = StackClients.CreateDynamoDB(deployed);
            var id = ImageIds.Create(deployed.UploadsBucket, result.GetRequiredValue(key));
            var entry = await new DynamoImageCatalogue(dynamoDb, deployed.Table).GetAsync(id, cancellationToken)
                ?? throw new UsageException($"There is no image {id} in table {deployed.Table}.");
            if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(entry.Record, TerminalJson.Default.ImageRecord));
            }
            else
            {
                ImageReport.Write(
                    TerminalConsole.Create(), entry.Record, StatusOf(entry.Record), entry.Record.Reason, renditionKey => $"s3://{deployed.RenditionsBucket}/{renditionKey}",
                    withPhoto: true);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static string Describe(ImageRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}  {StatusOf(record),-10}  {record.ImageId}{(record.Reason is { } reason ? $"  {reason.Code}" : "")}");

    private static string StatusOf(ImageRecord record) => record.Status.ToString().ToLowerInvariant();
}
