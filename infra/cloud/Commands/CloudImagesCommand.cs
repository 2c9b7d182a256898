using System.CommandLine;
using System.Text.Json;
using Pipeline.Aws;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>images list</c>, <c>images show</c> and what <see cref="CloudReviewCommands"/> adds for a deployed stack, with the same output as the local host's commands.</summary>
internal static class CloudImagesCommand
{
    private static readonly string[] PhotoFilters = ["--taken-after", "--taken-before", "--camera", "--keyword"];

    private static readonly Dictionary<string, ImageStatus> Statuses = ImageStatuses.Listed.ToDictionary(Display.FormatStatus);

    public static Command Create() => new("images", "List the images to look into, show any image, describe it, and release it from quarantine.")
    {
        CreateListCommand(), CreateShowCommand(), CloudReviewCommands.CreateDescribe(), CloudReviewCommands.CreateRelease(),
    };

    private static Command CreateListCommand()
    {
        var stack = new StackOptions();
        var status = ListOptions.CreateStatus("List only images with this status", Statuses);
        var limit = ListOptions.CreateLimit("Maximum number of images to list for each status.");
        var after = new Option<string?>("--after") { Description = "Continue after this page: a token that the command printed. Needs --status.", HelpName = "TOKEN" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List the images that are being processed, were rejected, failed or are in quarantine, newest first. There is no list of all the others.")
        {
            status, limit, after, json,
        };
        stack.AddTo(command);
        var filters = PhotoFilters.Select(name => new Option<string?>(name) { Description = "Not in AWS: the table has no index of photos.", HelpName = "TEXT" }).ToArray();
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

            var (only, token) = (result.GetValue(status), result.GetValue(after));
            if (token is not null && only is null)
            {
                throw new UsageException("--after needs --status: each status has pages of its own.");
            }

            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var dynamo = StackClients.CreateDynamoDB(deployed);
            var catalogue = new DynamoImageCatalogue(dynamo, deployed.Table);
            var (records, more) = (new List<ImageRecord>(), new List<string>());
            foreach (var each in only is { } wanted ? [wanted] : ImageStatuses.Listed)
            {
                var page = await ListAsync(catalogue, each, result.GetValue(limit), token, cancellationToken);
                records.AddRange(page.Records);
                if (page.Continuation is { } next)
                {
                    more.Add($"There are more: images list --status {Display.FormatStatus(each)} --after {next}");
                }
            }

            ImageListReport.Write(records, result.GetValue(json));
            foreach (var line in more)
            {
                // Not among the records, which a program may read.
                await Console.Error.WriteLineAsync(line);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShowCommand()
    {
        var key = new Argument<string>("KEY") { Description = "Key of the image, or BUCKET/KEY." };
        var stack = new StackOptions();
        var json = new Option<bool>("--json") { Description = "Print the record as JSON." };
        var html = new HtmlOptions();
        var command = new Command("show", "Show one image's record and renditions.") { key, json };
        html.AddTo(command, json);
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            using var dynamo = StackClients.CreateDynamoDB(deployed);
            var entry = await FindAsync(new(dynamo, deployed.Table), deployed.UploadsBucket, result.GetRequiredValue(key), cancellationToken)
                ?? throw new UsageException($"There is no image {result.GetRequiredValue(key)} in the table {deployed.Table}.");
            if (html.IsWanted(result))
            {
                await WriteHtmlAsync(entry.Record, html.FindBaseUrl(result), deployed);
            }
            else if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(entry.Record, TerminalJson.Default.ImageRecord));
            }
            else
            {
                ImageReport.Write(TerminalConsole.Create(), entry, renditionKey => $"s3://{deployed.RenditionsBucket}/{renditionKey}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    /// <exception cref="UsageException">The image has no renditions.</exception>
    private static async Task WriteHtmlAsync(ImageRecord record, string? baseUrl, DeployedStack stack)
    {
        if ((baseUrl ?? stack.DeliveryUrl) is not { Length: > 0 } url)
        {
            url = stack.RenditionsBucketUrl;
            await Console.Error.WriteLineAsync("The stack has no CDN, so the addresses are those of the private bucket. --base-url takes that of your own delivery.");
        }

        Console.WriteLine(HtmlOptions.Create(record, url));
    }

    /// <exception cref="UsageException">The token is not one of the list.</exception>
    private static async Task<RecordPage> ListAsync(
        DynamoImageCatalogue catalogue, ImageStatus status, int limit, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await catalogue.ListAsync(status, limit, token, cancellationToken);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--after is '{token}'; it must be a token that `images list --status {Display.FormatStatus(status)}` printed.");
        }
    }

    /// <summary>Finds an image by its key or by <c>BUCKET/KEY</c>. A key can itself start with the name of the bucket.</summary>
    public static async Task<CatalogueEntry?> FindAsync(DynamoImageCatalogue catalogue, string bucket, string keyOrId, CancellationToken cancellationToken)
    {
        var isId = keyOrId.StartsWith(bucket + "/", StringComparison.Ordinal);
        return (isId ? await catalogue.GetAsync(keyOrId, cancellationToken) : null)
            ?? await catalogue.GetAsync(ImageIds.Create(bucket, keyOrId), cancellationToken);
    }
}
