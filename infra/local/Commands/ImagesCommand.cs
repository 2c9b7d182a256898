using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Store.Records;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>images</c>: shows the catalogue, even while a host is running, and processes images again.</summary>
internal static class ImagesCommand
{
    private static readonly Dictionary<string, ImageStatus> Statuses =
        Enum.GetValues<ImageStatus>().ToDictionary(Display.FormatStatus);

    /// <summary>Where a host with the default port serves renditions. The command does not know whether one runs, and where.</summary>
    private static readonly string DefaultRenditionsUrl = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{ConsoleOptions.DefaultPort}/{BucketNames.Renditions}");

    public static Command Create() => new("images", "List and show the images in the catalogue, process them again, describe them, and release them from quarantine.")
    {
        CreateList(), CreateShow(), ProcessImagesCommand.Create(Statuses), ReviewCommands.CreateDescribe(), ReviewCommands.CreateRelease(),
    };

    /// <summary>The id of an image from a key or <c>BUCKET/KEY</c>. A key without a bucket belongs to the uploads bucket.</summary>
    public static string? ToImageId(string? keyOrId) =>
        keyOrId is null || keyOrId.StartsWith(BucketNames.Uploads + "/", StringComparison.Ordinal) ? keyOrId : ImageIds.Create(BucketNames.Uploads, keyOrId);

    private static Command CreateList()
    {
        var data = DataFolderOption.Create();
        var status = ListOptions.CreateStatus("List only images with this status", Statuses);
        var limit = ListOptions.CreateLimit("Maximum number of images to list: for each status, or in all for a search.");
        var photos = new PhotoFilterOptions();
        var search = new ImageSearchOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List images by status, newest first; or by what photos say of themselves, those taken last first. A stack in AWS has no such index: search its records in your data lake.") { data, status, limit, json };
        search.AddTo(command);
        photos.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var filter = photos.Read(result);
            if (search.Read(result, filter) is { } query)
            {
                var found = await store.Catalogue.SearchAsync(query with { Status = result.GetValue(status) }, result.GetValue(limit), null, cancellationToken);
                ImageListReport.Write(found.Records, result.GetValue(json), withPhotos: filter is not null);
                return ExitCodes.Success;
            }

            if (filter is not null)
            {
                var page = await store.Catalogue.ListPhotosAsync(filter, result.GetValue(status), result.GetValue(limit), null, cancellationToken);
                ImageListReport.Write(page.Records, result.GetValue(json), withPhotos: true);
                return ExitCodes.Success;
            }

            ImageStatus[] statuses = result.GetValue(status) is { } wanted ? [wanted] : Enum.GetValues<ImageStatus>();
            var records = new List<ImageRecord>();
            foreach (var each in statuses)
            {
                records.AddRange((await store.Catalogue.ListAsync(each, result.GetValue(limit), null, cancellationToken)).Records);
            }

            ImageListReport.Write(records, result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var key = new Argument<string>("KEY") { Description = "Key of the image, or BUCKET/KEY." };
        var data = DataFolderOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the record as JSON." };
        var html = new HtmlOptions();
        var command = new Command("show", "Show one image's record and renditions.") { key, data, json };
        html.AddTo(command, json);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var wanted = result.GetRequiredValue(key);
            // A key can itself start with the name of the bucket.
            var entry = await store.Catalogue.GetAsync(ToImageId(wanted)!, cancellationToken)
                ?? await store.Catalogue.GetAsync(ImageIds.Create(BucketNames.Uploads, wanted), cancellationToken)
                ?? throw new UsageException($"There is no image {wanted} in {store.Folder}; see `images list`.");
            if (html.IsWanted(result))
            {
                Console.WriteLine(HtmlOptions.Create(entry.Record, html.FindBaseUrl(result) ?? DefaultRenditionsUrl));
            }
            else if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(entry.Record, TerminalJson.Default.ImageRecord));
            }
            else
            {
                ImageReport.Write(TerminalConsole.Create(), entry, renditionKey => Display.GetRelativePath(store.Images.GetRenditionPath(renditionKey)));
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
